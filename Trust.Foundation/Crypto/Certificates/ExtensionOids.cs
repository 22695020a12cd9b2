namespace Trust.Crypto.Certificates;

/// <summary>Extension types (RFC 5280 sections 4.2 and 5.2).</summary>
internal static class ExtensionOids
{
    internal const string SubjectKeyIdentifier = "2.5.29.14";
    internal const string KeyUsage = "2.5.29.15";
    internal const string SubjectAlternativeName = "2.5.29.17";
    internal const string BasicConstraints = "2.5.29.19";
    internal const string CrlNumber = "2.5.29.20";
    internal const string ReasonCode = "2.5.29.21";
    internal const string NameConstraints = "2.5.29.30";
    internal const string CrlDistributionPoints = "2.5.29.31";
    internal const string CertificatePolicies = "2.5.29.32";
    internal const string AuthorityKeyIdentifier = "2.5.29.35";
    internal const string ExtendedKeyUsage = "2.5.29.37";
    internal const string ExpiredCertificatesOnList = "2.5.29.60";
    internal const string AuthorityInformationAccess = "1.3.6.1.5.5.7.1.1";
    internal const string OcspAccess = "1.3.6.1.5.5.7.48.1";
    internal const string CaIssuersAccess = "1.3.6.1.5.5.7.48.2";
}
