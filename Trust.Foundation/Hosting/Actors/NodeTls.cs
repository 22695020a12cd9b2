using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;
using Trust.Hosting.Keys;
using Trust.Hosting.Startup;

namespace Trust.Hosting.Actors;

/// <summary>Mutual TLS between processes: this process's certificate and the CA of the node.</summary>
internal sealed class NodeTls
{
    private readonly X509Certificate2 authority;

    private NodeTls(X509Certificate2 certificate, X509Certificate2 authority)
    {
        Certificate = certificate;
        this.authority = authority;
    }

    public X509Certificate2 Certificate { get; }

    public static NodeTls Read(KeyFolder keys, InternalOptions options, NodeOptions node)
    {
        var path = options.NodeCaFile ?? Path.Combine(keys.Directory, "node-ca.pem");
        if (!File.Exists(path))
        {
            throw new KeyMissingException($"There is no certificate of the node CA at {path}.");
        }

        return new NodeTls(keys.OpenTlsCertificate(KeyPurpose.Node, node.Process), X509Certificate2.CreateFromPem(File.ReadAllText(path)));
    }

    // Only the CA of the node counts, whatever the machine trusts.
    public bool IsOfNode(X509Certificate2? certificate)
    {
        if (certificate is null)
        {
            return false;
        }

        using var chain = new X509Chain { ChainPolicy = Policy() };
        return chain.Build(certificate);
    }

    // No address out of a stranger's certificate is fetched; processes serve and call with one certificate.
    public X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(authority);
        policy.ApplicationPolicy.Add(new Oid(ExtendedKeyUsages.ClientAuth));
        return policy;
    }

    public bool IsOfNode(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificate is X509Certificate2 given && (errors & SslPolicyErrors.RemoteCertificateNameMismatch) == 0 && IsOfNode(given);
}
