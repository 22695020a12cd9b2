using Trust.Crypto;
using Trust.Crypto.Keys;
using Trust.Hosting.Modules;

namespace Trust.Hosting.Keys;

/// <summary>Public audit keys, retired ones included: heads that they signed must verify for ever.</summary>
internal static class AuditKeys
{
    public static bool? Check(KeyFolder keys, ModuleRegistry modules, string keyId, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var entry = modules.Local.SelectMany(module => keys.Entries(KeyPurpose.Audit, module.Name)).FirstOrDefault(candidate => candidate.KeyId == keyId);
        return entry is null || !VerificationKey.TryFromSubjectPublicKeyInfo(entry.SubjectPublicKeyInfo.Span, out var key)
            ? null
            : key.Verify(Oids.Sm2WithSm3, data, signature);
    }
}
