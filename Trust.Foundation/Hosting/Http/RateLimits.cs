using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Trust.Hosting.Actors;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Http;

/// <summary>Requests a minute that one source may make, a class.</summary>
public sealed class RateOptions : ITrustOptions
{
    /// <inheritdoc/>
    public static string Section => "Trust:Rates";

    /// <summary>Pages a minute.</summary>
    public int Page { get; set; } = 600;

    /// <summary>Tries of a secret a minute. A whole office or village may share one address; single accounts have their own, tighter counters.</summary>
    public int Secret { get; set; } = 120;

    /// <summary>Heavy checks a minute.</summary>
    public int Heavy { get; set; } = 60;

    /// <summary>API calls a minute.</summary>
    public int Api { get; set; } = 1200;

    /// <inheritdoc/>
    public void Validate(StartupReport report, TrustEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(report);
        foreach (var (name, value) in new[] { (nameof(Page), Page), (nameof(Secret), Secret), (nameof(Heavy), Heavy), (nameof(Api), Api) })
        {
            if (value is < 1 or > 1_000_000)
            {
                report.Add($"Trust:Rates:{name}", "must be between 1 and 1000000 a minute.");
            }
        }
    }

    internal int LimitOf(RateClass rateClass) => rateClass switch
    {
        RateClass.Page => Page,
        RateClass.Secret => Secret,
        RateClass.Heavy => Heavy,
        RateClass.Api => Api,
        _ => int.MaxValue,
    };
}

/// <summary>Counts requests in windows of one minute: in this process, or shared through Redis.</summary>
internal interface IRateCounter
{
    /// <summary>Counts one request and answers how many there were in the window, this one included.</summary>
    ValueTask<long> CountAsync(string key, long window, CancellationToken cancellationToken);
}

/// <summary>Limits requests a source and class. Probes, files and calls of other processes are not counted.</summary>
internal sealed class RateLimits(RequestDelegate next, RateOptions options, IRateCounter counter, ListenerKinds listeners, TimeProvider time)
{
    private const int WindowSeconds = 60;

    public async Task InvokeAsync(HttpContext context)
    {
        var rateClass = context.GetEndpoint()?.Metadata.GetMetadata<InRateClassAttribute>()?.RateClass ?? RateClass.Page;
        var origin = context.Features.Get<AcceptedCall>()?.Origin;

        // A page of errors belongs to a request that was counted; calls of other processes on their own behalf are not counted.
        if (rateClass == RateClass.Unlimited || (listeners.IsInternal(context) && origin is null) || context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
        {
            await next(context);
            return;
        }

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var key = string.Create(CultureInfo.InvariantCulture, $"{rateClass}:{RateSource.Of(context)}");
        var count = await counter.CountAsync(key, now / WindowSeconds, context.RequestAborted);
        if (count > options.LimitOf(rateClass))
        {
            await Problems.AnswerAsync(context, HostErrors.TooMany, TimeSpan.FromSeconds(WindowSeconds - (now % WindowSeconds)));
            return;
        }

        await next(context);
    }
}

/// <summary>Whose requests are counted together.</summary>
public static class RateSource
{
    /// <summary>Network of the client: its IPv4 address, or its /64 of IPv6; as the front saw it where the request was passed on.</summary>
    /// <param name="context">The request.</param>
    public static string Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<AcceptedCall>()?.Origin?.Source ?? SourceOf(context.Connection.RemoteIpAddress);
    }

    // One household has a /64 of IPv6: counting single addresses would count nothing.
    internal static string SourceOf(IPAddress? address)
    {
        if (address is null)
        {
            return "none";
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return plain.ToString();
        }

        var bytes = plain.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }
}
