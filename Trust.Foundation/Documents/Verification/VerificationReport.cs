using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trust.Documents.Verification;

/// <summary>What kind of file it is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerifiedKind>))]
public enum VerifiedKind
{
    /// <summary>Nothing that can be judged; <see cref="VerificationReport.Code"/> says why.</summary>
    [JsonStringEnumMemberName("unreadable")]
    Unreadable,

    /// <summary>An OFD file (GB/T 33190).</summary>
    [JsonStringEnumMemberName("ofd")]
    Ofd,

    /// <summary>An electronic seal.</summary>
    [JsonStringEnumMemberName("seal")]
    Seal,

    /// <summary>A seal signature without its document.</summary>
    [JsonStringEnumMemberName("sealSignature")]
    SealSignature,

    /// <summary>Signed data of GB/T 35275 without its document.</summary>
    [JsonStringEnumMemberName("signedData")]
    SignedData,

    /// <summary>A bare SM2 signature value without its document.</summary>
    [JsonStringEnumMemberName("signatureValue")]
    SignatureValue,

    /// <summary>A PDF file (ISO 32000-1).</summary>
    [JsonStringEnumMemberName("pdf")]
    Pdf,
}

/// <summary>A text in the two languages of the platform.</summary>
/// <param name="Zh">Simplified Chinese.</param>
/// <param name="En">English.</param>
public sealed record PlainText(string Zh, string En);

/// <summary>Content that a signature does not protect.</summary>
/// <param name="Entry">Entry of the container, or object of a PDF.</param>
/// <param name="Role">What it is, as <c>Page</c>.</param>
/// <param name="Pages">Numbers of the pages that show it, from 1; empty where none, or where it belongs to the document.</param>
/// <param name="Signature">The signature that leaves it out: its place, from 1.</param>
/// <param name="IsShown">Whether a reader can show or run it, so that it bears on the verdict.</param>
public sealed record UnprotectedEntry(string Entry, string Role, IReadOnlyList<int> Pages, int Signature, bool IsShown);

/// <summary>Verdict on one signature of the file.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Id">Its @ID in the signature list, or the name of its field in a PDF; or null.</param>
/// <param name="Indication">Verdict.</param>
/// <param name="SubIndication">Reason, or null where it passed.</param>
/// <param name="Sentence">The verdict in a plain sentence.</param>
/// <param name="Facts">What the verdict goes by.</param>
public sealed record SignatureReport(int Number, string? Id, Indication Indication, string? SubIndication, PlainText Sentence, SignatureFacts Facts);

/// <summary>
/// The report (ETSI EN 319 102-1 clause 5.1.3, with a plain sentence first): sentence, what to do, checks, what is not protected, facts. JSON names are those of
/// the properties in camel case and never change meaning.
/// </summary>
public sealed record VerificationReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
    };

    private static readonly JsonSerializerOptions IndentedJson = new(Json) { WriteIndented = true };

    /// <summary>Kind of the file.</summary>
    public required VerifiedKind Kind { get; init; }

    /// <summary>For a file that was not judged: why, a stable code. Else null.</summary>
    public string? Code { get; init; }

    /// <summary>Verdict: the worst of the document and of every signature.</summary>
    public required Indication Indication { get; init; }

    /// <summary>Reason, or null where it passed.</summary>
    public string? SubIndication { get; init; }

    /// <summary>The verdict in a plain sentence.</summary>
    public required PlainText Sentence { get; init; }

    /// <summary>What to do now.</summary>
    public required PlainText Advice { get; init; }

    /// <summary>Every check that was made, document first, then signature by signature.</summary>
    public required IReadOnlyList<CheckResult> Checks { get; init; }

    /// <summary>Verdict on each signature.</summary>
    public required IReadOnlyList<SignatureReport> Signatures { get; init; }

    /// <summary>What signatures leave unprotected.</summary>
    public required IReadOnlyList<UnprotectedEntry> Unprotected { get; init; }

    /// <summary>Facts of the file and of the verification.</summary>
    public required ReportFacts Facts { get; init; }

    /// <summary>The report as JSON text.</summary>
    /// <param name="isIndented">Whether it is broken into lines.</param>
    public string ToJson(bool isIndented = false) => JsonSerializer.Serialize(this, isIndented ? IndentedJson : Json);

    /// <summary>Checks of one signature.</summary>
    /// <param name="number">Its place, from 1.</param>
    public IEnumerable<CheckResult> ChecksOf(int number) => Checks.Where(check => check.Signature == number);

    /// <summary>Exit code of a command that verifies: 0 passed, 1 failed, 2 indeterminate, 3 unreadable.</summary>
    public int ToExitCode() => Code is not null ? 3 : Indication switch
    {
        Indication.TotalPassed => 0,
        Indication.TotalFailed => 1,
        _ => 2,
    };
}
