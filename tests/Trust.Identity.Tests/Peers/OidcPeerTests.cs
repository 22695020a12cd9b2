using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Trust.Identity.Tests.Peers;

/// <summary>What npm openid-client and jose find when they meet the running program; the checks are in <c>tests/peers/oidc</c>.</summary>
public sealed class OidcPeerTests(OidcPeer peer) : IClassFixture<OidcPeer>
{
    [Fact]
    public async Task Every_check_of_the_peer_is_a_test_here() =>
        Assert.Equal((await OidcPeer.ListAsync()).Order(StringComparer.Ordinal), Checks().Select(test => test.Check).Order(StringComparer.Ordinal));

    [PeerCheck("discovery")]
    public Task Discovery_says_what_is_offered_and_nothing_more() => PassesAsync();

    [PeerCheck("oauth-metadata")]
    public Task Authorization_server_metadata_agrees_with_discovery() => PassesAsync();

    [PeerCheck("jwks")]
    public Task Published_keys_are_public_and_of_both_kinds() => PassesAsync();

    [PeerCheck("par-code-rs256")]
    public Task Confidential_client_signs_in_by_pushed_request_and_gets_an_RS256_id_token() => PassesAsync();

    [PeerCheck("new-person")]
    public async Task Person_who_has_just_registered_is_of_level_one() => await PassesAsync(await peer.RegisterPersonAsync());

    [PeerCheck("pkce-s256-only")]
    public Task Request_without_an_S256_challenge_is_refused() => PassesAsync();

    [PeerCheck("code-es256")]
    public Task Public_client_gets_the_ES256_id_token_it_registered_for() => PassesAsync();

    [PeerCheck("access-token")]
    public Task Access_token_is_an_RFC_9068_token_with_level_and_time() => PassesAsync();

    [PeerCheck("response-iss")]
    public Task Answers_and_errors_name_the_issuer() => PassesAsync();

    [PeerCheck("nonce")]
    public Task Id_token_carries_the_nonce_of_its_request_and_no_other() => PassesAsync();

    [PeerCheck("single-sign-on")]
    public Task Second_application_does_not_ask_for_the_password_again() => PassesAsync();

    [PeerCheck("consent-denied")]
    public Task Denied_consent_comes_back_as_access_denied() => PassesAsync();

    [PeerCheck("code-once")]
    public Task Code_used_twice_takes_its_tokens_back() => PassesAsync();

    [PeerCheck("sms-code")]
    public Task Person_signs_in_with_an_sms_code() => PassesAsync();

    [PeerCheck("userinfo")]
    public Task Userinfo_gives_the_claims_of_the_scopes_to_the_same_subject() => PassesAsync();

    [PeerCheck("refresh")]
    public Task Refresh_token_rotates_and_keeps_the_session() => PassesAsync();

    [PeerCheck("refresh-reuse")]
    public Task Refresh_token_used_again_ends_its_family() => PassesAsync();

    [PeerCheck("refresh-of-another-client")]
    public Task Refresh_token_is_useless_to_another_client() => PassesAsync();

    [PeerCheck("introspection")]
    public Task Introspection_knows_live_tokens_and_authenticates_who_asks() => PassesAsync();

    [PeerCheck("revocation")]
    public Task Revoked_access_token_opens_nothing() => PassesAsync();

    [PeerCheck("refresh-token-revocation")]
    public Task Revoked_refresh_token_renews_nothing() => PassesAsync();

    [PeerCheck("revocation-by-a-stranger")]
    public Task Stranger_revokes_nobodys_token() => PassesAsync();

    [PeerCheck("client-credentials")]
    public Task Machine_gets_an_ES256_access_token_of_its_own() => PassesAsync();

    [PeerCheck("client-authentication")]
    public Task Machine_that_cannot_prove_itself_gets_nothing() => PassesAsync();

    [PeerCheck("private-key-jwt")]
    public async Task Machine_proves_itself_with_its_key() => await PassesAsync(await peer.RegisterKeyClientAsync());

    [PeerCheck("device")]
    public Task Device_is_approved_on_another_screen() => PassesAsync();

    [PeerCheck("device-denied")]
    public Task Device_that_is_denied_is_told() => PassesAsync();

    [PeerCheck("logout")]
    public Task Logout_ends_the_session_and_returns_to_the_application() => PassesAsync();

    [PeerCheck("logout-elsewhere")]
    public Task Logout_goes_to_no_address_that_nobody_registered() => PassesAsync();

    private Task PassesAsync(JsonObject? settings = null, [CallerMemberName] string test = "") =>
        peer.PassesAsync(Checks().Single(candidate => candidate.Test == test).Check, settings);

    private static IEnumerable<(string Test, string Check)> Checks() =>
        from method in typeof(OidcPeerTests).GetMethods()
        let check = method.GetCustomAttribute<PeerCheckAttribute>()
        where check is not null
        select (method.Name, check.Check);
}
