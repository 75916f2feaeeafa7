package dev.firebreak.app.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.app.web.Browser;
import dev.firebreak.app.web.Premises;
import dev.firebreak.app.web.auth.TokenSecrets;
import dev.firebreak.core.access.Role;
import io.javalin.http.HandlerType;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Every route of the real server, asked as everyone there is: who may not, does not get to its handler. */
class AccessTest {

    /** Who asks, and what they may; written down once more, by hand, so that a slip in the guard shows. */
    private static final Map<String, Set<Access>> MAY = new LinkedHashMap<>();

    static {
        MAY.put("nobody", Set.of(Access.ANYONE));
        MAY.put("viewer", Set.of(Access.ANYONE, Access.VIEWER));
        MAY.put("operator", Set.of(Access.ANYONE, Access.VIEWER, Access.OPERATOR));
        MAY.put("approver", Set.of(Access.ANYONE, Access.VIEWER, Access.OPERATOR, Access.APPROVER));
        MAY.put("admin", Set.of(Access.ANYONE, Access.VIEWER, Access.OPERATOR, Access.APPROVER, Access.ADMIN));
        MAY.put("site token", Set.of(Access.ANYONE, Access.SITE, Access.MACHINE));
        MAY.put("machine token", Set.of(Access.ANYONE, Access.MACHINE));
        MAY.put("key read", Set.of(Access.ANYONE, Access.VIEWER));
        MAY.put("key import", Set.of(Access.ANYONE, Access.OPERATOR));
        MAY.put("key admin", Set.of(Access.ANYONE, Access.VIEWER, Access.OPERATOR, Access.ADMIN));
        MAY.put("revoked token", Set.of(Access.ANYONE));
        MAY.put("wrong token", Set.of(Access.ANYONE));
        MAY.put("wrong token beside a session", Set.of(Access.ANYONE));
    }

    private static Premises premises;
    private static final Map<String, Browser> CALLERS = new LinkedHashMap<>();

    @BeforeAll
    static void open(@TempDir Path temp) throws Exception {
        premises = Premises.withApi(temp);
        String revoked = premises.site("Osaka");
        String id = premises.accounts.tokens().getFirst().id();
        premises.accounts.revoke(id, premises.now.get());
        Map<String, String> tokens = Map.of(
                "site token", premises.site("Osaka"),
                "machine token", premises.machine("Osaka", "PC1"),
                "key read", premises.key("read"),
                "key import", premises.key("import"),
                "key admin", premises.key("admin"),
                "revoked token", revoked,
                "wrong token", "fb_" + "A".repeat(43),
                "wrong token beside a session", "fb_" + "A".repeat(43));
        for (String who : MAY.keySet()) {
            var browser = new Browser(premises.web.url());
            if (tokens.containsKey(who)) {
                browser.headers.put("Authorization", "Bearer " + tokens.get(who));
            }
            CALLERS.put(who, browser);
        }
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR, Role.APPROVER, Role.ADMIN)) {
            premises.account(role.id(), role);
            CALLERS.get(role.id()).signIn(role.id(), Premises.PASSWORD);
        }
        CALLERS.get("wrong token beside a session").cookies.putAll(CALLERS.get("admin").cookies);
    }

    @AfterAll
    static void close() {
        premises.close();
    }

    private static HttpResponse<java.io.InputStream> ask(String who, Route route) throws Exception {
        Browser browser = CALLERS.get(who);
        // PC1 is enrolled, speaks by its own token only, and is to keep that.
        boolean other = who.equals("site token") || route.method().equals(HandlerType.DELETE);
        String path = route.path().replaceAll("[{<][a-zA-Z]+[}>]", other ? "PC2" : "PC1");
        HttpRequest.BodyPublisher body = route.method().equals(HandlerType.GET)
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString("x=1");
        HttpRequest.Builder request =
                browser.request(path).method(route.method().name(), body);
        if (!route.method().equals(HandlerType.GET)) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        // Not to its end: an event stream has none.
        HttpResponse<java.io.InputStream> answer =
                Browser.CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        answer.body().close();
        return answer;
    }

    @Test
    void every_route_admits_its_roles_and_no_others() throws Exception {
        int asked = 0;
        for (Route route : premises.web.routes()) {
            for (Map.Entry<String, Set<Access>> caller : MAY.entrySet()) {
                boolean person =
                        Set.of("viewer", "operator", "approver", "admin").contains(caller.getKey());
                boolean besides = caller.getKey().equals("wrong token beside a session");
                boolean page = route.kind() == Route.Kind.PAGE;
                // Pages know sessions only: a token is nothing there, right or wrong.
                Set<Access> may = page && besides
                        ? MAY.get("admin")
                        : page && !person ? Set.of(Access.ANYONE) : caller.getValue();
                String what = caller.getKey() + " " + route.method() + " " + route.path();
                HttpResponse<?> answer = ask(caller.getKey(), route);
                asked++;
                boolean turnedAway = answer.statusCode() == 401
                        || answer.statusCode() == 403
                        || answer.headers().firstValue("Location").orElse("").startsWith("/sign-in");
                boolean unsafe = !route.method().equals(HandlerType.GET);
                boolean withoutForm = unsafe && (page || person);
                if (!may.contains(route.access())) {
                    assertThat(turnedAway).as(what + " " + answer.statusCode()).isTrue();
                } else if (withoutForm) {
                    assertThat(answer.statusCode())
                            .as(what + " without the form's token")
                            .isEqualTo(403);
                } else {
                    assertThat(turnedAway).as(what + " " + answer.statusCode()).isFalse();
                }
            }
        }
        assertThat(asked).isGreaterThan(600);
    }

    @Test
    void every_answer_forbids_what_a_browser_should_not_do() throws Exception {
        for (Route route : premises.web.routes()) {
            HttpResponse<?> answer = ask("nobody", route);
            assertThat(answer.headers().firstValue("Content-Security-Policy"))
                    .as(route.path())
                    .contains(SecurityHeaders.POLICY);
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Server")).isEmpty();
            assertThat(answer.headers().firstValue("Cache-Control")).isPresent();
        }
    }

    @Test
    void there_is_nothing_beside_the_routes() throws Exception {
        Browser nobody = CALLERS.get("nobody");
        for (String path :
                List.of("/nowhere", "/api", "/api/v1/nowhere", "/webjars", "/assets/x", "/WEB-INF/web.xml")) {
            assertThat(nobody.get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(nobody.get("/api/v1/nowhere").headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        for (String method : List.of("TRACE", "PUT", "DELETE", "PROPFIND", "OPTIONS")) {
            HttpResponse<String> answer = nobody.send(nobody.request("/machines")
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build());
            assertThat(answer.statusCode()).as(method).isIn(404, 405, 501);
        }
        HttpResponse<String> head = nobody.send(nobody.request("/machines")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
        assertThat(head.statusCode()).as("HEAD is guarded as GET is").isEqualTo(303);
    }

    @Test
    void a_method_that_a_path_does_not_know_is_told_with_those_it_knows() throws Exception {
        Browser nobody = CALLERS.get("nobody");
        for (String path : premises.web.routes().stream()
                .map(route -> route.path().replaceAll("[{<][a-zA-Z]+[}>]", "PC1"))
                .distinct()
                .toList()) {
            Set<String> known = methods(path);
            for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
                if (known.contains(method)) {
                    continue;
                }
                HttpResponse<String> answer = nobody.send(nobody.request(path)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build());
                assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(405);
                assertThat(answer.headers().firstValue("Allow").orElse("").split(", "))
                        .as(method + " " + path)
                        .containsExactlyInAnyOrderElementsOf(known);
            }
        }
    }

    /** Of every route whose pattern a path fits. */
    private static Set<String> methods(String path) {
        Set<String> methods = new TreeSet<>();
        for (Route route : premises.web.routes()) {
            String pattern = route.path().replaceAll("\\{[a-zA-Z]+}", "[^/]+").replaceAll("<[a-zA-Z]+>", ".+");
            if (path.matches(pattern)) {
                methods.add(route.method().name());
                if (route.method().equals(HandlerType.GET)) {
                    methods.add("HEAD");
                }
            }
        }
        return methods;
    }

    @Test
    void a_method_in_a_header_or_a_field_is_refused_everywhere() throws Exception {
        for (Route route : premises.web.routes()) {
            String path = route.path().replaceAll("[{<][a-zA-Z]+[}>]", "PC1");
            for (String header : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
                HttpResponse<java.io.InputStream> answer = Browser.CLIENT.send(
                        CALLERS.get("admin")
                                .request(path)
                                .header(header, "DELETE")
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
                answer.body().close();
                assertThat(answer.statusCode()).as(header + " " + path).isEqualTo(400);
            }
        }
        Browser admin = CALLERS.get("admin");
        assertThat(admin.submit("/account", "/language?_method=DELETE", "to", "en")
                        .statusCode())
                .isEqualTo(400);
        assertThat(admin.submit("/account", "/language", "to", "en", "_method", "DELETE")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_session_may_call_programs_routes_with_the_forms_token() throws Exception {
        Browser operator = CALLERS.get("operator");
        String csrf = operator.csrf("/account");
        HttpResponse<String> answer = operator.send(operator.request("/api/v1/test/operator")
                .header("X-CSRF-Token", csrf)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
        assertThat(answer.body()).isEqualTo("account:operator");
    }

    @Test
    void a_machine_gets_a_token_of_its_own_once() throws Exception {
        Browser site = CALLERS.get("site token");
        HttpRequest enrol = site.request("/api/v1/machines/PC77/token")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        String secret = secret(site.send(enrol));
        assertThat(premises.accounts
                        .token(TokenSecrets.hash(secret))
                        .orElseThrow()
                        .machine())
                .isEqualTo("PC77");
        assertThat(site.send(enrol).statusCode()).isEqualTo(409);
        for (String spelling : List.of("pc77", "ＰＣ７７", "PC77.", "%20PC77%20")) {
            assertThat(site.send(site.request("/api/v1/machines/"
                                            + (spelling.startsWith("%")
                                                    ? spelling
                                                    : java.net.URLEncoder.encode(
                                                            spelling, java.nio.charset.StandardCharsets.UTF_8))
                                            + "/token")
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build())
                            .statusCode())
                    .as(spelling)
                    .isEqualTo(409);
        }
        String id =
                premises.accounts.token(TokenSecrets.hash(secret)).orElseThrow().id();
        premises.accounts.revoke(id, premises.now.get());
        assertThat(secret(site.send(enrol))).as("after its token was revoked").startsWith("fb_");
    }

    /** For whom a machine's own routes are, by whose the name in the path is; written down by hand as {@link #MAY} is. */
    private static final Map<String, Map<String, Set<Access>>> SPEAKS = Map.of(
            "PC1, enrolled at Osaka",
            Map.of("machine token", Set.of(Access.MACHINE)),
            "PC21, enrolled at Tokyo",
            Map.of(),
            "PC22, of Tokyo by its site's token",
            Map.of(),
            "PC23, of Osaka by its site's token",
            Map.of("site token", Set.of(Access.MACHINE, Access.SITE)),
            "PC24, never heard of",
            Map.of("site token", Set.of(Access.MACHINE, Access.SITE)));

    @Test
    void only_a_machines_own_token_speaks_for_it_once_it_has_one() throws Exception {
        premises.machine("Tokyo", "PC21");
        premises.fleet.checkIn("PC22", "Tokyo", "x", line("PC22"), "token:tokyo", null);
        premises.fleet.checkIn("PC23", "Osaka", "x", line("PC23"), "token:osaka", null);
        int asked = 0;
        for (Route route : premises.web.routes()) {
            if (route.access() != Access.MACHINE && route.access() != Access.SITE
                    || !route.path().contains("{name}")) {
                continue;
            }
            for (Map.Entry<String, Map<String, Set<Access>>> of : SPEAKS.entrySet()) {
                String name = of.getKey().substring(0, of.getKey().indexOf(','));
                for (String who : MAY.keySet()) {
                    boolean speaks = of.getValue().getOrDefault(who, Set.of()).contains(route.access());
                    Browser caller = CALLERS.get(who);
                    HttpRequest.Builder request =
                            caller.request(route.path().replace("{name}", name).replaceAll("\\{[a-z]+}", "1"));
                    if (Set.of("viewer", "operator", "approver", "admin").contains(who)) {
                        request.header("X-CSRF-Token", caller.csrf("/account"));
                    }
                    int status = caller.send(request.method(
                                            route.method().name(), HttpRequest.BodyPublishers.ofByteArray(line(name)))
                                    .build())
                            .statusCode();
                    asked++;
                    String what = who + " " + route.path() + " of " + of.getKey();
                    if (speaks) {
                        // An order of that number does not exist, which only who may ask is told.
                        boolean namesMore = route.path().matches(".*\\{(?!name})[a-z]+}.*");
                        assertThat(status).as(what).matches(s -> s >= 200 && s < 300 || namesMore && s == 404);
                        forget(name);
                    } else {
                        assertThat(status).as(what).isIn(401, 403, 409);
                    }
                }
            }
        }
        assertThat(asked).isGreaterThanOrEqualTo(2 * 5 * MAY.size());
    }

    /** What a caller did that may must not change what the next may. */
    private static void forget(String name) {
        if (!name.equals("PC1")) {
            premises.fleet
                    .enrolments()
                    .token(name)
                    .ifPresent(t -> premises.accounts.revoke(t.id(), premises.now.get()));
        }
    }

    private static byte[] line(String machine) {
        return ("{\"machine\":\"" + machine + "\",\"os\":{\"version\":\"6.1.7601\"}}\n")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String secret(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body()).get("secret").asString();
    }
}
