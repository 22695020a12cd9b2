using System.Globalization;

namespace Trust.Crypto.Tests.Sm2;

/// <summary>How many random cases the comparisons of SM2 with other libraries take: <c>TRUST_SM_CASES</c>, or what the everyday run can afford.</summary>
internal static class SmCases
{
    internal static int Count(int usual) =>
        Environment.GetEnvironmentVariable("TRUST_SM_CASES") is { Length: > 0 } stated ? int.Parse(stated, CultureInfo.InvariantCulture) : usual;
}
