using Trust.Hosting.Keys;
using Trust.Hosting.Startup;

namespace Trust.Seal.Pki;

/// <summary>What sealing needs of keys and certificates is there before anything is promised: issuing CA, root certificate, seal maker, time stamp authority.</summary>
internal sealed class AuthorityCheck(IssuingAuthority authority) : IStartupCheck
{
    public Task CheckAsync(StartupReport report, CancellationToken cancellationToken)
    {
        foreach (var read in new Func<object>[] { () => authority.Certificate, () => authority.Root, () => authority.MakerCertificate, () => authority.TimeStampCertificate })
        {
            try
            {
                read();
            }
            catch (Exception exception) when (exception is KeyMissingException or IOException or UnauthorizedAccessException)
            {
                report.Add("Trust:Keys", exception.Message);
            }
        }

        return Task.CompletedTask;
    }
}
