using Microsoft.EntityFrameworkCore;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Messaging;
using Trust.TestNode;
using Trust.TestNode.Data;

// A node in a process of its own, for tests of what survives the end of a process:
//   Trust.TestNode sender|receiver --Trust:DataDirectory=DIR [--Trust:Database:Provider=Postgres --Trust:Database:ConnectionString=…]
//     --Receiver=http://127.0.0.1:PORT [--Target=100 --Counters=10] [--urls=…]
var mode = args.FirstOrDefault();
var builder = WebApplication.CreateBuilder(args.Skip(1).ToArray());
builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
    .AddFilter("Trust.Hosting.Messaging", LogLevel.Critical).AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Critical);
var data = builder.Configuration["Trust:DataDirectory"] ?? throw new InvalidOperationException("Trust:DataDirectory is missing.");
var choice = new TrustDatabase(builder.Configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions(), data);
var fail = new FailPoints(Environment.GetEnvironmentVariable("TRUST_TESTNODE_FAIL"));
var key = NodeKeys.Make(data);
builder.Services.AddSingleton(fail);
builder.Services.AddSingleton<AuditKeySource>(_ => key);
builder.Services.AddSingleton(new AuditOptions { SealEverySeconds = 0.2 });
builder.Services.AddSingleton(new OutboxOptions { PollSeconds = 0.05, FirstRetrySeconds = 0.05, LongestRetrySeconds = 0.5 });
void WithFailPoints(DbContextOptionsBuilder options) => options.AddInterceptors(new FailingCommits(fail), new FailingMarks(fail));

switch (mode)
{
    case "sender":
        builder.Services.AddModuleDatabase<SenderDbContext, SqliteSenderDbContext, PostgresSenderDbContext>("sender", choice);
        builder.Services.ConfigureDbContext<SqliteSenderDbContext>(WithFailPoints).ConfigureDbContext<PostgresSenderDbContext>(WithFailPoints);
        builder.Services.AddHttpClient("internal:receiver", client => client.BaseAddress = new Uri(builder.Configuration["Receiver"]!))
            .AddHttpMessageHandler(() => new FailingCalls(fail));
        builder.Services.AddHostedService<Producer>();
        break;
    case "receiver":
        builder.Services.AddModuleDatabase<ReceiverDbContext, SqliteReceiverDbContext, PostgresReceiverDbContext>("receiver", choice);
        builder.Services.ConfigureDbContext<SqliteReceiverDbContext>(WithFailPoints).ConfigureDbContext<PostgresReceiverDbContext>(WithFailPoints);
        builder.Services.AddEventHandler<CounterRaised, OnCounterRaised>("receiver");
        break;
    default:
        Console.Error.WriteLine("The first argument is sender or receiver.");
        return 64;
}

var app = builder.Build();
foreach (var database in app.Services.GetServices<ModuleDatabase>())
{
    await database.MigrateAsync(app.Services, development: false);
}

if (mode == "receiver")
{
    app.Use(async (context, next) =>
    {
        fail.Pass("before-receive");
        await next(context);
        fail.Pass("before-acknowledge");
    });
    app.MapGroup("/internal/receiver/v1").MapEvents("receiver", (_, source) => source == "sender");
}

await app.RunAsync();
return 0;
