using Microsoft.EntityFrameworkCore;
using Trust.Testing;

namespace Trust.Identity.Tests.Attacks;

/// <summary>What each level may is a rule of the service: a person of level one opens what level one opens, and nothing above.</summary>
public sealed class LevelRuleTests(Provider provider) : IClassFixture<Provider>
{
    [Fact]
    [Requirement("IDN-16")]
    public async Task Person_opens_services_up_to_the_own_level_and_none_above()
    {
        var visitor = await provider.SignedInAsync(Provider.Citizen, false, "pwd", "sms");
        await RelyingParty.Web.CodeAsync(visitor);
        foreach (var level in new[] { 0, 1, 2 })
        {
            await provider.ChangeAsync(db => db.Persons.Where(person => person.Name == Provider.Citizen).ExecuteUpdateAsync(set => set.SetProperty(person => person.Level, level)));
            foreach (var needed in new[] { 0, 1, 2 })
            {
                await provider.ChangeAsync(db => db.Applications.Where(row => row.ClientId == "demo-web").ExecuteUpdateAsync(set => set.SetProperty(row => row.MinimumLevel, needed)));
                var answer = await visitor.FollowAsync(RelyingParty.AddressOf(RelyingParty.Web.Request()));
                Assert.Equal(level >= needed, answer.Parameters.TryGetValue("code", out var code));
                if (code is not null)
                {
                    var tokens = await RelyingParty.Web.RedeemAsync(visitor, code);
                    var acr = Jwt.PayloadOf(tokens.Json.GetProperty("id_token").GetString()!).GetProperty("acr").GetString();
                    Assert.Equal(level == 0 ? "urn:gov-trust:acr:l0" : $"urn:gov-trust:acr:natural:l{level}", acr);
                    continue;
                }

                // The way up is shown, and no wish of the request lowers the rule.
                Assert.StartsWith("/account/step-up?request=", visitor.Last, StringComparison.Ordinal);
                var wished = await visitor.FollowAsync(RelyingParty.AddressOf(RelyingParty.Web.Request(("acr_values", "urn:gov-trust:acr:l0 urn:gov-trust:acr:natural:l1"))));
                Assert.False(wished.Parameters.ContainsKey("code"));
            }
        }
    }
}
