package dev.firebreak.app.web.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks the identity provider for the account of a person: OpenID Connect's code flow with PKCE (RFC 7636). What is true of a token is the
 * library's to say: signature, issuer, audience, times, nonce.
 */
final class OidcClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final int MAX_BYTES = 1 << 20;

    /** No shared keys and no unsigned tokens, whatever the server says of itself. */
    private static final Set<JWSAlgorithm> SIGNED = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final OidcSettings settings;
    private final InstantSource clock;
    private @Nullable Provider known;

    /** What the server said of itself, and when. */
    private record Provider(OIDCProviderMetadata metadata, IDTokenValidator validator, Instant at) {}

    OidcClient(OidcSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** It does not answer, or answers what is no answer. */
    static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1;

        Unavailable(Throwable cause) {
            super(cause);
        }
    }

    /** It does not confirm the account, or its answer is invalid. */
    static final class SignInRefused extends Exception {
        private static final long serialVersionUID = 1;

        SignInRefused(String why) {
            super(why);
        }
    }

    /** Where a browser is sent to. */
    URI authorizationRequest(URI back, State state, Nonce nonce, CodeVerifier verifier) throws Unavailable {
        var scope = new Scope("openid");
        settings.scopes().forEach(scope::add);
        return new AuthenticationRequest.Builder(
                        new ResponseType(ResponseType.Value.CODE), scope, new ClientID(settings.client()), back)
                .endpointURI(known().metadata().getAuthorizationEndpointURI())
                .state(state)
                .nonce(nonce)
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /** What it says of the person who came back with a code. */
    IDTokenClaimsSet claims(String code, URI back, Nonce nonce, CodeVerifier verifier)
            throws Unavailable, SignInRefused {
        Provider server = known();
        var grant = new AuthorizationCodeGrant(new AuthorizationCode(code), back, verifier);
        ClientAuthentication by = authentication(server.metadata());
        URI endpoint = server.metadata().getTokenEndpointURI();
        TokenRequest asked = by == null
                ? new TokenRequest(endpoint, new ClientID(settings.client()), grant, null)
                : new TokenRequest(endpoint, by, grant, null);
        HTTPRequest request = asked.toHTTPRequest();
        request.setConnectTimeout((int) TIMEOUT.toMillis());
        request.setReadTimeout((int) TIMEOUT.toMillis());
        request.setFollowRedirects(false);
        try {
            TokenResponse answer = OIDCTokenResponseParser.parse(request.send());
            if (!(answer instanceof OIDCTokenResponse tokens)) {
                throw new SignInRefused(
                        "code: " + answer.toErrorResponse().getErrorObject().getCode());
            }
            return server.validator().validate(tokens.getOIDCTokens().getIDToken(), nonce);
        } catch (BadJOSEException e) {
            throw new SignInRefused("token: " + e.getMessage());
        } catch (IOException | JOSEException | com.nimbusds.oauth2.sdk.ParseException e) {
            throw new Unavailable(e);
        }
    }

    private @Nullable ClientAuthentication authentication(OIDCProviderMetadata metadata) {
        if (settings.secret() == null) {
            return null;
        }
        var id = new ClientID(settings.client());
        var secret = new Secret(settings.secret());
        List<ClientAuthenticationMethod> takes = metadata.getTokenEndpointAuthMethods();
        return takes != null
                        && !takes.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                        && takes.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                ? new ClientSecretPost(id, secret)
                : new ClientSecretBasic(id, secret);
    }

    /** Asked again after an hour: keys and addresses change, and the library looks for new keys by itself besides. */
    private synchronized Provider known() throws Unavailable {
        Instant now = clock.instant();
        Provider before = known;
        if (before != null && now.isBefore(before.at().plus(FRESH))) {
            return before;
        }
        try {
            var issuer = new Issuer(settings.issuer());
            int millis = (int) TIMEOUT.toMillis();
            OIDCProviderMetadata metadata = OIDCProviderMetadata.resolve(issuer, millis, millis);
            if (metadata.getAuthorizationEndpointURI() == null
                    || metadata.getTokenEndpointURI() == null
                    || metadata.getJWKSetURI() == null) {
                throw new IOException("it names no addresses");
            }
            var keys = JWKSourceBuilder.<SecurityContext>create(
                            metadata.getJWKSetURI().toURL(), new DefaultResourceRetriever(millis, millis, MAX_BYTES))
                    .build();
            var validator = new IDTokenValidator(
                    issuer,
                    new ClientID(settings.client()),
                    new JWSVerificationKeySelector<SecurityContext>(SIGNED, keys),
                    null);
            var fresh = new Provider(metadata, validator, now);
            known = fresh;
            return fresh;
        } catch (GeneralException | IOException | IllegalArgumentException e) {
            throw new Unavailable(e);
        }
    }
}
