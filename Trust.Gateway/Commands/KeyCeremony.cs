using System.Security.Cryptography;
using Trust.Contracts;
using Trust.Crypto.Certificates;
using Trust.Crypto.Keys;
using Trust.Hosting.Keys;
using Trust.Hosting.Startup;

namespace Trust.Gateway.Commands;

/// <summary>How the keys of an installation are made.</summary>
/// <param name="MasterKey">Opens the key files.</param>
/// <param name="Iterations">PBKDF2 iterations.</param>
/// <param name="Organisation">Organisation in the names of the certificates.</param>
/// <param name="Marker">Words at the end of every common name, or empty.</param>
/// <param name="Addresses">Where revocation data will be served.</param>
internal sealed record CeremonyPlan(Secret MasterKey, int Iterations, string Organisation, string Marker, string Addresses)
{
    // Reserved by RFC 2606: nothing is ever served there, so no program asks a stranger for revocation data.
    // The password is published, so that work on it would protect nothing and only slow the start.
    public static CeremonyPlan Development { get; } = new(
        new Secret(KeyOptions.DevelopmentMasterKey), 1_000, $"Trust {DevelopmentKeys.Marker}", $" {DevelopmentKeys.Marker}", "http://trust.invalid/pki");

    public static CeremonyPlan Real(Secret masterKey, Uri publicUrl) =>
        new(masterKey, KeyFile.DefaultIterations, "Trust", "", $"{publicUrl.GetLeftPart(UriPartial.Authority)}/pki");
}

/// <summary>Makes all keys and certificates of an installation.</summary>
internal sealed class KeyCeremony(KeyFolder folder, CeremonyPlan plan, DateTimeOffset today)
{
    private const int AuthorityYears = 20;
    private const int LeafYears = 10;

    private readonly List<Certificate> certificates = [];
    private Authority issuing = null!;
    private Authority node = null!;

    private sealed record Authority(Certificate Certificate, ISigningKey Key, string Name);

    public IReadOnlyList<Certificate> Certificates => certificates;

    public static KeyCeremony Hold(KeyFolder folder, CeremonyPlan plan, TimeProvider time, IReadOnlyList<string> processes)
    {
        var now = time.GetUtcNow();
        var ceremony = new KeyCeremony(folder, plan, new DateTimeOffset(now.Year, now.Month, now.Day, 0, 0, 0, TimeSpan.Zero));
        PrivateFolder.Create(folder.Directory);
        ceremony.MakeAuthorities();
        ceremony.MakeLeaves();
        ceremony.MakeNodes(processes);
        ceremony.MakeSecrets();
        return ceremony;
    }

    private void MakeAuthorities()
    {
        var root = MakeRoot(KeyAlgorithm.Sm2, "root", "云川省信任根");
        issuing = MakeBelow(root, KeyAlgorithm.Sm2, "issuing", "云川省签发机构");
        node = MakeRoot(KeyAlgorithm.EcdsaP256, "node", "云川省节点机构");
        WritePem("root.pem", root.Certificate);
        WritePem("issuing-ca.pem", issuing.Certificate);
        WritePem("node-ca.pem", node.Certificate);
    }

    private void MakeLeaves()
    {
        MakeLeaf(KeyPurpose.SealMaker, KeyAlgorithm.Sm2, "印章制作", KeyUsages.DigitalSignature | KeyUsages.NonRepudiation, []);
        MakeLeaf(KeyPurpose.Tsa, KeyAlgorithm.Sm2, "时间戳", KeyUsages.DigitalSignature, [ExtendedKeyUsages.TimeStamping]);
        MakeLeaf(KeyPurpose.Audit, KeyAlgorithm.Sm2, "审计", KeyUsages.DigitalSignature, []);
        MakeLeaf(KeyPurpose.Log, KeyAlgorithm.Sm2, "透明日志", KeyUsages.DigitalSignature, []);
        var evidence = MakePlain(KeyPurpose.Evidence, null, KeyAlgorithm.EcdsaP256);
        WritePublic("statements", evidence);
        MakePlain(KeyPurpose.OidcSigning, null, KeyAlgorithm.Rsa3072, KeyAlgorithm.EcdsaP256);
        MakePlain(KeyPurpose.SamlSigning, null, KeyAlgorithm.Rsa3072);
    }

    private void MakeNodes(IReadOnlyList<string> processes)
    {
        foreach (var process in processes)
        {
            using var store = NewStore();
            var entry = Activate(store, KeyPurpose.Node, KeyAlgorithm.EcdsaP256);
            var certificate = new CertificateBuilder
            {
                Subject = Name(process),
                NotBefore = today,
                NotAfter = today.AddYears(LeafYears),
                KeyUsage = KeyUsages.DigitalSignature,
                ExtendedKeyUsage = [ExtendedKeyUsages.ServerAuth, ExtendedKeyUsages.ClientAuth],
                AlternativeNames =
                [
                    new(AlternativeNameKind.Dns, "localhost"), new(AlternativeNameKind.Dns, process), new(AlternativeNameKind.IpAddress, "127.0.0.1"),
                ],
            }.Issue(entry.SubjectPublicKeyInfo, node.Certificate, node.Key);
            Keep(store, entry, certificate);
            folder.Write(store, KeyPurpose.Node, process);
            WritePublic(process, entry);
        }
    }

    private void MakeSecrets()
    {
        MakePlain(KeyPurpose.KeyRing, null, KeyAlgorithm.Symmetric256);
        MakePlain(KeyPurpose.DataEncryption, null, KeyAlgorithm.Symmetric256);
        MakePlain(KeyPurpose.LookupHash, null, KeyAlgorithm.Symmetric256);
    }

    private Authority MakeRoot(KeyAlgorithm algorithm, string scope, string name)
    {
        var store = NewStore();
        var entry = Activate(store, KeyPurpose.IssuingCa, algorithm);
        var key = store.OpenSigningKey(entry.KeyId);
        var certificate = CertificateBuilder.Authority(Name(name), today, today.AddYears(AuthorityYears)).SelfSign(key);
        Keep(store, entry, certificate);
        folder.Write(store, KeyPurpose.IssuingCa, scope);
        return new Authority(certificate, key, scope);
    }

    private Authority MakeBelow(Authority root, KeyAlgorithm algorithm, string scope, string name)
    {
        var store = NewStore();
        var entry = Activate(store, KeyPurpose.IssuingCa, algorithm);
        var certificate = Addressed(CertificateBuilder.Authority(Name(name), today, today.AddYears(AuthorityYears), pathLength: 0), root)
            .Issue(entry.SubjectPublicKeyInfo, root.Certificate, root.Key);
        Keep(store, entry, certificate);
        folder.Write(store, KeyPurpose.IssuingCa, scope);
        return new Authority(certificate, store.OpenSigningKey(entry.KeyId), scope);
    }

    private void MakeLeaf(KeyPurpose purpose, KeyAlgorithm algorithm, string name, KeyUsages usage, IReadOnlyList<string> extendedUsage)
    {
        using var store = NewStore();
        var entry = Activate(store, purpose, algorithm);
        var builder = new CertificateBuilder
        {
            Subject = Name(name),
            NotBefore = today,
            NotAfter = today.AddYears(LeafYears),
            KeyUsage = usage,
            ExtendedKeyUsage = extendedUsage,
            ExtendedKeyUsageIsCritical = extendedUsage.Count > 0,
        };
        Keep(store, entry, Addressed(builder, issuing).Issue(entry.SubjectPublicKeyInfo, issuing.Certificate, issuing.Key));
        folder.Write(store, purpose);
    }

    private KeyEntry MakePlain(KeyPurpose purpose, string? scope, params KeyAlgorithm[] algorithms)
    {
        using var store = NewStore();
        foreach (var algorithm in algorithms)
        {
            Activate(store, purpose, algorithm);
        }

        folder.Write(store, purpose, scope);
        return store.Entries[0];
    }

    private CertificateBuilder Addressed(CertificateBuilder builder, Authority issuer) => builder with
    {
        CrlAddresses = [$"{plan.Addresses}/{issuer.Name}.crl"],
        OcspAddresses = [$"{plan.Addresses}/ocsp"],
        CaIssuersAddresses = [$"{plan.Addresses}/{issuer.Name}.cer"],
    };

    private void Keep(KeyStore store, KeyEntry entry, Certificate certificate)
    {
        store.SetCertificate(entry.KeyId, certificate.Encoded.Span);
        certificates.Add(certificate);
    }

    private KeyEntry Activate(KeyStore store, KeyPurpose purpose, KeyAlgorithm algorithm)
    {
        var entry = store.Generate(purpose, algorithm, today);
        store.Activate(entry.KeyId);
        return entry;
    }

    private KeyStore NewStore() => KeyStore.Create(plan.MasterKey.Reveal(), plan.Iterations);

    private DistinguishedName Name(string common) =>
        DistinguishedName.Create(("C", "CN"), ("O", plan.Organisation), ("CN", common + plan.Marker));

    private void WritePem(string fileName, Certificate certificate) => File.WriteAllText(Path.Combine(folder.Directory, fileName), certificate.ToPem());

    private void WritePublic(string name, KeyEntry entry)
    {
        var peers = Directory.CreateDirectory(Path.Combine(folder.Directory, "peers"));
        File.WriteAllText(Path.Combine(peers.FullName, name + ".pem"), PemEncoding.WriteString("PUBLIC KEY", entry.SubjectPublicKeyInfo.Span) + "\n");
    }
}
