using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Tests.Telemetry;

/// <summary>Logs that cannot carry personal data or secrets, whoever writes what.</summary>
public sealed class LogPrivacyTests(LoggedApp app) : IClassFixture<LoggedApp>
{
    // Numbers of the invented province 99; none belongs to anybody.
    private static readonly Dictionary<Type, (object Code, string Whole)> Personal = new()
    {
        [typeof(CitizenIdNumber)] = Citizen("99010119900307451"),
        [typeof(MobileNumber)] = (MobileNumber.Parse("13912345678"), "13912345678"),
    };

    public static TheoryData<string> PersonalCodes => [.. Personal.Keys.Select(type => type.Name)];

    public static TheoryData<string> SecretOptions => [.. OptionsWithSecrets().Select(option => $"{option.Type.Name}.{option.Property.Name}")];

    public static TheoryData<string> Disguises => ["plain", "spaced", "hyphens", "percent", "base64", "base64url", "hex", "json"];

    public static TheoryData<string, string> Silenced => new()
    {
        { "Microsoft.AspNetCore.Hosting.Diagnostics", "Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics" },
        { "Microsoft.AspNetCore.Hosting.Diagnostics", "Logging:Console:LogLevel:Default" },
        { "Microsoft.AspNetCore.Hosting.Diagnostics", "Logging:Console:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics" },
        { "Microsoft.AspNetCore.Hosting.Diagnostics", "Logging:LogLevel:Microsoft.*.Hosting.Diagnostics" },
        { "Microsoft.AspNetCore.Hosting.Diagnostics", "Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics*" },
        { "Microsoft.AspNetCore.HttpLogging.HttpLoggingMiddleware", "Logging:LogLevel:Microsoft.AspNetCore.HttpLogging.HttpLoggingMiddleware" },
        { "Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure.PageActionInvoker", "Logging:LogLevel:Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure" },
        { "Microsoft.EntityFrameworkCore.Database.Command", "Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command" },
        { "System.Net.Http.HttpClient.identity.LogicalHandler", "Logging:LogLevel:System.Net.Http.HttpClient.identity" },
        { "Yarp.ReverseProxy.Forwarder.HttpForwarder", "Logging:Console:LogLevel:Yarp.ReverseProxy.Forwarder.HttpForwarder" },
    };

    [Fact]
    public void Every_personal_code_has_an_example_here() =>
        Assert.Equal(
            typeof(CitizenIdNumber).Assembly.GetTypes().Where(type => type.IsValueType && type.GetInterfaces().Any(one => one.Name == "IPersonalCode`1")).Select(type => type.Name).Order(),
            Personal.Keys.Select(type => type.Name).Order());

    [Theory]
    [MemberData(nameof(PersonalCodes))]
    public async Task Personal_code_is_never_whole_in_a_log(string type)
    {
        var (code, whole) = Personal.Single(example => example.Key.Name == type).Value;
        app.LogEverywhere(code);
        await AssertLoggedAsync(code.ToString()!);
        await AssertNotLoggedAsync(whole);
    }

    [Fact]
    public async Task Code_that_anyone_may_see_is_written_whole()
    {
        var issuer = UnifiedSocialCreditCode.Parse(CreditCode());
        var licence = LicenceIdentifier.Mint(LicenceTypeCode.Parse("11100000000013338W001"), issuer, "A1B2C3D4E5");
        app.LogEverywhere(issuer);
        app.LogEverywhere(licence);
        await AssertLoggedAsync(issuer.Value);
        await AssertLoggedAsync(licence.Value);
    }

    [Theory]
    [MemberData(nameof(SecretOptions))]
    public async Task Secret_of_the_options_is_never_in_a_log(string name)
    {
        var (options, setting) = OptionsWithSecrets().Single(option => $"{option.Type.Name}.{option.Property.Name}" == name);
        var canary = $"localhost:1,name=canary-{Guid.NewGuid():N}";
        var section = (string)options.GetProperty("Section")!.GetValue(null)!;
        var (read, report) = Read(options, $"{section}:{setting.Name}", canary);
        var secret = (Secret)setting.GetValue(read)!;
        Assert.Equal(canary, secret.Reveal());
        app.LogEverywhere(secret);
        app.LogEverywhere(read);
        app.LogEverywhere(report);
        await AssertLoggedAsync("[secret]");
        await AssertNotLoggedAsync(canary);
    }

    [Fact]
    public void Reader_of_the_secrets_finds_those_that_are_known()
    {
        var found = OptionsWithSecrets().Select(option => $"{option.Type.Name}.{option.Property.Name}").ToList();
        Assert.Contains("KeyOptions.MasterKey", found);
        Assert.Contains("RedisOptions.Configuration", found);
        Assert.Contains("DatabaseOptions.ConnectionString", found);
    }

    [Theory]
    [MemberData(nameof(Disguises))]
    public async Task Planted_number_is_found_by_the_same_search(string disguise)
    {
        var number = $"9{Random.Shared.NextInt64(1_000_000_000_000_000_0, 9_999_999_999_999_999_9)}";
        Assert.Null(LogSearch.Find(await app.ReadAsync(), number));
        app.LogEverywhere(disguise switch
        {
            "spaced" => string.Join(' ', number.Chunk(4).Select(part => new string(part))),
            "hyphens" => $"{number[..6]}-{number[6..14]}-{number[14..]}",
            "percent" => string.Concat(number.Select(digit => $"%{(int)digit:x2}")),
            "base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes($"ab{number}cd")),
            "base64url" => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"a{number}")),
            "hex" => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(number)),
            "json" => string.Concat(number.Select(digit => $"\\u{(int)digit:x4}")),
            _ => number,
        });
        Assert.NotNull(LogSearch.Find(await app.ReadAsync(), number));
    }

    [Fact]
    public async Task What_a_request_carries_is_not_in_the_log()
    {
        var number = Personal[typeof(CitizenIdNumber)].Whole;
        using var query = await app.App.SendAsync($"/small/free?number={number}&{number}=x");
        using var unbound = await app.App.SendAsync($"/small/number?number={number}");
        using var unboundForm = await app.App.SendAsync("/small/form", request => Post(request, new FormUrlEncodedContent([KeyValuePair.Create("number", number)])));
        using var json = await app.App.SendAsync("/small/json", request => Post(request, new StringContent($$"""{"name":"{{number}}","number":"{{number}}"}""", Encoding.UTF8, "application/json")));
        using var brokenJson = await app.App.SendAsync("/small/json", request => Post(request, new StringContent($$"""{"name":{{number}}{{number}},"number":{{number}}}""", Encoding.UTF8, "application/json")));
        using var upload = await app.App.SendAsync("/small/form", request => Post(request, new MultipartFormDataContent { { new StringContent(number), "number" }, { new StringContent(number), "file", number + ".txt" } }));
        using var headers = await app.App.SendAsync("/small/failure", request =>
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", number);
            request.Headers.Add("Cookie", $"session={number}");
            request.Headers.Add("Trust-Actor", number);
            request.Headers.Add("Accept-Language", number);
            request.Headers.Add("baggage", $"number={number}");
            request.Headers.Add("tracestate", $"number={number}");
            request.Headers.Referrer = new Uri($"http://localhost/?number={number}");
            request.Headers.UserAgent.ParseAdd($"agent/{number}");
        });
        Assert.Equal([200, 400, 400, 200, 400, 400, 500], new[] { query, unbound, unboundForm, json, brokenJson, upload, headers }.Select(answer => (int)answer.StatusCode));

        // The failure itself is there: the log is the one of these requests.
        await AssertLoggedAsync("The module failed.");
        await AssertNotLoggedAsync(number);
    }

    [Fact]
    public async Task Malformed_request_is_not_repeated_in_the_log()
    {
        var number = Personal[typeof(CitizenIdNumber)].Whole;
        foreach (var request in new[] { $"GET /{number} {number}\r\n\r\n", $"GET /?n={number} HTTP/1.1\r\nHost: {number} {number}\r\n\r\n", $"GET / HTTP/1.1\r\nCookie {number}\r\n\r\n", $"{number}{{}} / HTTP/1.1\r\n\r\n", $"POST /small/json HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{number}zz\r\n" })
        {
            using var client = new System.Net.Sockets.TcpClient();
            await client.ConnectAsync(System.Net.IPAddress.Loopback, app.App.Port);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
            var answer = new byte[12];
            await stream.ReadExactlyAsync(answer).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
            Assert.Equal("HTTP/1.1 400", Encoding.ASCII.GetString(answer));
        }

        await AssertNotLoggedAsync(number);
    }

    [Theory]
    [MemberData(nameof(Silenced))]
    public async Task No_configuration_brings_back_what_repeats_requests(string category, string setting)
    {
        await using var loud = await Http.TestApp.StartAsync(null, new CapturedLog(), (setting, "Trace"));
        var loggers = loud.Services.GetRequiredService<ILoggerFactory>();
        Assert.False(loggers.CreateLogger(category).IsEnabled(LogLevel.Error));
        Assert.True(loggers.CreateLogger("Trust.Module").IsEnabled(LogLevel.Error));
        Assert.True(loggers.CreateLogger("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware").IsEnabled(LogLevel.Error));
    }

    private static void Post(HttpRequestMessage request, HttpContent content)
    {
        request.Method = HttpMethod.Post;
        request.Content = content;
    }

    private async Task AssertNotLoggedAsync(string value)
    {
        var log = await app.ReadAsync();
        var found = LogSearch.Find(log, value);
        Assert.True(found is null, $"{value} is in the log ({found}): {log.Split('\n').FirstOrDefault(line => LogSearch.Find(line, value) is not null)}");
    }

    private async Task AssertLoggedAsync(string text) => Assert.Contains(text, await app.ReadAsync(), StringComparison.Ordinal);

    private static (object, string) Citizen(string body)
    {
        var whole = body + CitizenIdNumber.CheckCharacter(body);
        return (CitizenIdNumber.Parse(whole), whole);
    }

    private static string CreditCode()
    {
        var body = "11990000" + "MB000001" + UnifiedSocialCreditCode.OrganisationCheckCharacter("MB000001");
        return body + UnifiedSocialCreditCode.CheckCharacter(body);
    }

    private static IEnumerable<(Type Type, PropertyInfo Property)> OptionsWithSecrets() =>
        from file in Directory.EnumerateFiles(AppContext.BaseDirectory, "Trust.*.dll")
        from type in Assembly.LoadFrom(file).GetTypes()
        where type is { IsClass: true, IsAbstract: false } && typeof(ITrustOptions).IsAssignableFrom(type)
        from property in type.GetProperties()
        where property.PropertyType == typeof(Secret)
        select (type, property);

    private static (object Options, StartupReport Report) Read(Type options, string setting, string value)
    {
        var report = new StartupReport();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(setting, (string?)value)]).Build();
        var environment = TrustEnvironment.Read(configuration, new HostingEnvironment { EnvironmentName = "Production" }, report);
        var read = typeof(OptionsReader).GetMethod(nameof(OptionsReader.Read))!.MakeGenericMethod(options).Invoke(null, [configuration, environment, report]);
        return (read!, report);
    }
}
