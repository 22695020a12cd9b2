namespace Trust.Crypto.Ocsp;

internal static class OcspOids
{
    internal const string Basic = "1.3.6.1.5.5.7.48.1.1";
    internal const string Nonce = "1.3.6.1.5.5.7.48.1.2";
    internal const string Sha1 = "1.3.14.3.2.26";
}
