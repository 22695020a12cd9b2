using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts.Codes;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;

namespace Trust.Identity.Tests.SignIn;

/// <summary>One program for the tests of a class; each test has a person of its own.</summary>
public sealed class SignInApp : IAsyncLifetime
{
    public IdentityApp App { get; private set; } = null!;

    public async Task InitializeAsync() => App = await IdentityApp.StartAsync();

    public async Task DisposeAsync() => await App.DisposeAsync();

    public string HashOf(string mobile) => App.Services.GetRequiredService<LookupHash>().HashOf(MobileNumber.Parse(mobile));
}
