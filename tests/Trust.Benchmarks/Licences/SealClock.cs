using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts.Seal;

namespace Trust.Benchmarks.Licences;

/// <summary>Time that License waits for Seal: every call of the contract passes through to the real one and is timed.</summary>
internal sealed class SealClock
{
    private long _ticks;

    /// <summary>Over all callers so far.</summary>
    internal TimeSpan Spent => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _ticks));

    internal void AddTo(IServiceCollection services)
    {
        var real = services.Last(service => service.ServiceType == typeof(ISeal));
        services.Remove(real);
        services.Add(new ServiceDescriptor(typeof(ISeal), provider => Around((ISeal)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!)), real.Lifetime));
    }

    private ISeal Around(ISeal seal)
    {
        var proxy = DispatchProxy.Create<ISeal, Timed>();
        ((Timed)(object)proxy).Begin(seal, this);
        return proxy;
    }

    private void Add(long begun) => Interlocked.Add(ref _ticks, Stopwatch.GetTimestamp() - begun);

#pragma warning disable CA1852 // The proxy is a class derived from it.
    internal class Timed : DispatchProxy
#pragma warning restore CA1852
    {
        private ISeal? _seal;
        private SealClock? _clock;

        internal void Begin(ISeal seal, SealClock clock) => (_seal, _clock) = (seal, clock);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var begun = Stopwatch.GetTimestamp();
            var call = (Task)targetMethod!.Invoke(_seal, args)!;
            _ = call.ContinueWith(_ => _clock!.Add(begun), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            return call;
        }
    }
}
