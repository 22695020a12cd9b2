using System.Text.Json;
using Trust.Hosting.Composition;
using Trust.Hosting.Http;
using Trust.Hosting.Outbound;

namespace Trust.Gateway.Sandbox;

/// <summary>
/// The sandbox: a server that speaks the interfaces of registry and message gateway with invented people, so that the connectors that run in
/// production run every day. Development only, without state of its own beyond the process.
/// </summary>
internal static class SandboxComposition
{
    public static void AddSandbox(this WebApplicationBuilder builder, TrustComposition composition)
    {
        if (composition.Environment.IsDevelopment)
        {
            builder.Services.AddSingleton<SandboxPeople>().AddSingleton<SandboxFaults>().AddSingleton<SmsOutbox>().AddSingleton<CheckPerson>().AddSingleton<SignedService>();
        }
    }

    public static void MapSandbox(this WebApplication app, TrustComposition composition)
    {
        if (!composition.Environment.IsDevelopment)
        {
            return;
        }

        var sandbox = app.MapGroup("/sandbox").AllowAnonymous().DevelopmentOnly().InZone(Zone.Both).InRateClass(RateClass.Api);
        CheckPerson.Map(sandbox);
        SendMessage.Map(sandbox);
        sandbox.MapGet("/sms/outbox", ListMessages);
        sandbox.MapPut("/faults", SetFaultsAsync);
    }

    // For tests, which read codes as a person would read the telephone.
    private static IResult ListMessages(SmsOutbox outbox, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(outbox.Newest.Select(message => new { message.Id, To = message.To.Reveal(), message.Text, message.Time }), ConnectorClient.Json);
    }

    private static async Task<IResult> SetFaultsAsync(HttpContext context, SandboxFaults sandbox)
    {
        try
        {
            var faults = await JsonSerializer.DeserializeAsync<Faults>(context.Request.Body, ConnectorClient.Json, context.RequestAborted);
            if (faults is { Registry.IsValid: true, Sms.IsValid: true })
            {
                sandbox.Present = faults;
                return TypedResults.NoContent();
            }
        }
        catch (JsonException)
        {
            // Refused below like any other.
        }

        return TypedResults.BadRequest();
    }
}
