package dev.firebreak.app.web.pages.frame;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.core.access.Role;
import dev.firebreak.core.text.Language;
import dev.firebreak.core.text.Text;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NavigationMenuTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # role   | page                  | current group            | current page | an offered page | a page not offered
            VIEWER   | /                     | nav.group.fleet          | /            | /report         | /import
            OPERATOR | /machine?name=PC1     | nav.group.fleet          | /machines    | /import         | /audit
            VIEWER   | /advisories/MS17-010  | nav.group.updates        | /advisories  | /lifecycle      | /machines
            ADMIN    | /tokens               | nav.group.administration | /tokens      | /accounts       | /
            VIEWER   | /incidents/x          | nav.group.threats        | /incidents   | /sightings      | /machines
            VIEWER   | /account              | ''                       | ''           | /machines       | /audit
            VIEWER   | /audit                | ''                       | ''           | /machines       | /audit
            """)
    void the_group_of_the_page_is_open(
            Role role, String here, String group, String page, String offered, String notOffered) {
        NavigationMenu menu = NavigationMenu.of(frame(role, here));

        assertThat(current(menu.groups(), true)).isEqualTo(group);
        assertThat(current(menu.pages(), false)).isEqualTo(page);
        assertThat(menu.pages())
                .extracting(NavigationMenu.Item::path)
                .contains(offered)
                .doesNotContain(notOffered);
    }

    /** Every group leads to a page that the account may see. */
    @ParameterizedTest
    @EnumSource(Role.class)
    void a_group_leads_to_its_first_page(Role role) {
        List<NavigationMenu.Item> groups = NavigationMenu.of(frame(role, "/")).groups();

        assertThat(groups).hasSize(role == Role.ANYONE ? 0 : role == Role.ADMIN ? 4 : 3);
        for (NavigationMenu.Item group : groups) {
            NavigationMenu opened = NavigationMenu.of(frame(role, group.path()));

            assertThat(opened.pages().getFirst().path()).isEqualTo(group.path());
            assertThat(current(opened.groups(), true)).isEqualTo(group.key());
        }
    }

    @Test
    void a_group_without_a_page_for_the_role_is_not_offered() {
        assertThat(NavigationMenu.of(frame(Role.VIEWER, "/")).groups())
                .extracting(NavigationMenu.Item::key)
                .contains("nav.group.fleet", "nav.group.updates")
                .doesNotContain("nav.group.administration");
    }

    private static String current(List<NavigationMenu.Item> items, boolean key) {
        return items.stream()
                .filter(NavigationMenu.Item::current)
                .map(item -> key ? item.key() : item.path())
                .collect(joining(" "));
    }

    private static PageFrame frame(Role role, String here) {
        return new PageFrame(
                new PageTexts(Language.EN, ZoneOffset.UTC),
                "aiko",
                role,
                here,
                "",
                Instant.parse("2026-11-27T09:00:00Z"),
                Text.same(""));
    }
}
