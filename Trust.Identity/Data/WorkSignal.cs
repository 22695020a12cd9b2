namespace Trust.Identity.Data;

/// <summary>Tells a background worker of this process that there is something to do; it looks by itself too, for what other processes have left.</summary>
internal sealed class WorkSignal : IDisposable
{
    private readonly SemaphoreSlim raised = new(0, 1);

    /// <summary>Call it after the commit: the worker looks at once.</summary>
    public void Raise()
    {
        try
        {
            raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // Raised already.
        }
    }

    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => raised.WaitAsync(longest, cancellationToken);

    public void Dispose() => raised.Dispose();
}
