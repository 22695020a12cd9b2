using Microsoft.EntityFrameworkCore;
using Trust.Testing;

namespace Trust.Identity.Tests.SignIn;

/// <summary>Strangers use up every code and every guess that strangers have; the person at home and the person in a running session notice nothing.</summary>
[Requirement("SEC-05")]
[Requirement("IDN-14")]
public sealed class SmsLockOutTests(SignInApp started) : IClassFixture<SignInApp>
{
    private readonly IdentityApp app = started.App;

    [Fact]
    public async Task Victim_lock_out_by_codes_does_not_reach_the_known_device()
    {
        const string Victim = "19900000003";
        using var home = app.Visit();
        await home.SignInAsync(Victim, IdentityModule.DemoPassword);
        home.DropCookie("trust-session");
        await ExhaustAsync(Victim);

        // A stranger gets neither a code nor a try, whoever it is.
        using var stranger = app.Visit();
        var before = (await app.TextsAsync(Victim)).Count;
        await stranger.AskForCodeAsync(Victim);
        Assert.NotEmpty((await stranger.SignInByCodeAsync(Victim, "000000")).Faults);
        Assert.Equal(before, (await app.TextsAsync(Victim)).Count);

        Assert.Empty((await home.AskForCodeAsync(Victim)).Faults);
        Assert.Equal("/account", (await home.SignInByCodeAsync(Victim, await app.CodeAsync(Victim, before + 1))).Location);
    }

    [Fact]
    public async Task Victim_lock_out_by_codes_does_not_reach_a_running_session()
    {
        const string Victim = "19900000004";

        // Signed in elsewhere than at home: nothing but the session tells who it is.
        using var travelling = app.Visit();
        await travelling.SignInAsync(Victim, IdentityModule.DemoPassword);
        travelling.DropCookie("trust-device");
        await travelling.GetAsync("/account/step-up?return=/about");
        await ExhaustAsync(Victim);

        var before = (await app.TextsAsync(Victim)).Count;
        await travelling.PostAsync("/account/step-up?return=/about&handler=Send");
        Assert.Equal("/about", (await travelling.PostAsync("/account/step-up?return=/about", ("Input.Code", await app.CodeAsync(Victim, before + 1)))).Location);
    }

    [Fact]
    public async Task Code_that_a_stranger_asked_for_is_not_the_one_that_is_typed_at_home()
    {
        const string Victim = "19900000005";
        using var home = app.Visit();
        await home.SignInAsync(Victim, IdentityModule.DemoPassword);
        home.DropCookie("trust-session");
        await home.AskForCodeAsync(Victim);
        var own = await app.CodeAsync(Victim);

        // The stranger's wish ends no code of somebody else, and the stranger's guesses are none at it.
        using var stranger = app.Visit();
        await stranger.AskForCodeAsync(Victim);
        var theirs = await app.CodeAsync(Victim, 2);
        for (var guess = 0; guess < 5; guess++)
        {
            await stranger.SignInByCodeAsync(Victim, own == "000000" || theirs == "000000" ? "000001" : "000000");
        }

        Assert.Equal("/account", (await home.SignInByCodeAsync(Victim, own)).Location);

        // Nor does a code that the stranger read over a shoulder serve anywhere else.
        using var elsewhere = app.Visit();
        Assert.NotEmpty((await elsewhere.SignInByCodeAsync(Victim, own)).Faults);
    }

    // Ten codes in a day, each guessed at five times, from ever other networks.
    private async Task ExhaustAsync(string victim)
    {
        for (var code = 0; code < 11; code++)
        {
            using var stranger = app.Visit();
            await stranger.AskForCodeAsync(victim);
            if (code < 10)
            {
                await app.CodeAsync(victim, code + 1);
            }

            for (var guess = 0; guess < 5; guess++)
            {
                await stranger.SignInByCodeAsync(victim, "000000");
            }

            app.Time.Advance(TimeSpan.FromSeconds(61));
        }

        var key = started.HashOf(victim);
        Assert.Equal(10, await app.ReadAsync(db => db.OneTimeCodes.CountAsync(row => row.MobileHash == key && row.Holder == "")));
    }
}
