namespace Trust.Hosting.Data;

/// <summary>The life of a module's background worker: rounds until it is stopped, and a quiet end.</summary>
public static class BackgroundLoop
{
    /// <summary>
    /// Repeats a round. What fails is reported and tried again; what fails because the worker is being stopped is not news. It returns then rather than throw: when the
    /// start of a program fails, the host stops its workers without saying that the program stops, and would report a cancellation as a crash of the worker.
    /// </summary>
    /// <param name="round">One round; it may take as long as it likes.</param>
    /// <param name="pause">Time between two rounds.</param>
    /// <param name="failed">Reports a failed round.</param>
    /// <param name="stoppingToken">Stops it.</param>
    public static async Task RunAsync(Func<CancellationToken, Task> round, TimeSpan pause, Action<Exception> failed, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await round(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                failed(exception);
            }

            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
