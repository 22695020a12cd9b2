using Trust.Crypto.Keys;

namespace Trust.Crypto.Tests.Sm2;

/// <summary>Checks of signatures whose key has its table, so that they can go side by side.</summary>
internal static class TabledCheck
{
    /// <summary>Reads a signature again and again until the key has its table, from which on the check keeps it; the keys of other tests may push it out again. Null where there is none to read.</summary>
    internal static SignatureCheck? Read(Sm2PublicKey key, byte[] e, byte[] raw)
    {
        SignatureCheck check;
        do
        {
            if (!SignatureCheck.TryRead(key, e, raw, SignatureFormat.Raw, out check))
            {
                return null;
            }
        }
        while (check.Table is null);
        return check;
    }
}
