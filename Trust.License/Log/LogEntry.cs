using System.Globalization;
using System.Text;
using System.Text.Json;
using Trust.Crypto;

namespace Trust.License.Log;

/// <summary>
/// An entry before it has its place: one line of JSON with its members in this order. It names type, issuing authority and digests; whoever does not have the files
/// learns nothing of the holder, because every digested file holds at least 128 random bits.
/// </summary>
/// <param name="ActId">What is logged.</param>
/// <param name="Kind">For example <c>licence.issued</c>.</param>
/// <param name="Members">Names and values after kind and time.</param>
internal sealed record LogEntry(Guid ActId, string Kind, IReadOnlyList<KeyValuePair<string, string>> Members)
{
    public const string Issued = "licence.issued";
    public const string Sealed = "licence.sealed";
    public const string Voided = "licence.voided";
    public const string StateChanged = "licence.state-changed";

    /// <summary>A licence as the log names it: SM3 over its identifier, of which 129 bits are random, so that only who has the licence finds its entries.</summary>
    public static string NameOf(string identifier) => Convert.ToHexStringLower(Sm3.HashData(Encoding.UTF8.GetBytes("trust-licence-name-v1\n" + identifier)));

    public byte[] Encode(DateTimeOffset time)
    {
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            json.WriteNumber("v", 1);
            json.WriteString("kind", Kind);
            json.WriteString("time", time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            foreach (var (name, value) in Members)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return content.ToArray();
    }

    public override string ToString() => Encoding.UTF8.GetString(Encode(DateTimeOffset.UnixEpoch));
}
