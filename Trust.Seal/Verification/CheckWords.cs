using Trust.Documents.Verification;
using Trust.Web;

namespace Trust.Seal.Verification;

/// <summary>Checks in plain words; the details stay as the report has them.</summary>
internal static class CheckWords
{
    public static string TitleOf(Words words, string id) => id switch
    {
        "REF-DIGEST" => words["文件内容有没有改动"],
        "SIG-DIGEST" => words["签章和文件对不对得上"],
        "SIG-VALUE" => words["签名是不是这个密钥签的"],
        "SIG-COVERAGE" => words["签章有没有保护全部内容"],
        "SIG-STRUCTURE" => words["签名的格式"],
        "SIG-ALGORITHM" => words["签名的算法"],
        "SIG-FILE" => words["签名文件的格式"],
        "SIG-TYPE" => words["签名的类型"],
        "SIG-PROPERTY" => words["签章保护的是哪个文件"],
        "SIG-BASE" => words["前一个签章"],
        "REF-METHOD" => words["摘要的算法"],
        "CERT-CHAIN" => words["签名证书是不是可信机构发的"],
        "CERT-VALIDITY" => words["盖章时证书有没有过期"],
        "CERT-REVOCATION" => words["证书有没有被吊销"],
        "CERT-IN-LIST" => words["证书能不能用这枚印章"],
        "SEAL-STRUCTURE" => words["印章的格式"],
        "SEAL-VALUE" => words["印章是不是制章人做的"],
        "SEAL-VALIDITY" => words["盖章时印章有没有过期"],
        "SEAL-STATE" => words["印章有没有挂失或销毁"],
        "SEAL-FILE" => words["印章文件和签名里的印章"],
        "SEAL-PICTURE" => words["印章的图样"],
        "SEAL-TIME-STAMP" => words["印章自己的时间戳"],
        "MAKER-CHAIN" => words["制章人的证书是不是可信机构发的"],
        "MAKER-VALIDITY" => words["制章人的证书有没有过期"],
        "MAKER-REVOCATION" => words["制章人的证书有没有被吊销"],
        "STAMP-PAGE" => words["印章盖在哪页"],
        "SIGNING-TIME" => words["文件里写的时间"],
        "TIME-STAMP" => words["能证明时间的时间戳"],
        "TRUST-LIST" => words["可信机构名单"],
        "DOC-CONTAINER" => words["文件包有没有可疑的地方"],
        "DOC-STRUCTURE" => words["文件的结构"],
        "DOC-SIGNATURES" => words["文件里有几个签章"],
        "DOC-UNLISTED" => words["有没有签章被拿掉"],
        "DOC-INTEGRITY-FILES" => words["文件自带的完整性记录"],
        _ => words["文件包的格式"],
    };

    public static string ResultOf(Words words, CheckStatus status) => status switch
    {
        CheckStatus.Ok => words["通过"],
        CheckStatus.NotOk => words["没有通过"],
        CheckStatus.Warning => words["请留意"],
        CheckStatus.Information => words["供参考"],
        _ => words["没有核对"],
    };

    public static State StateOf(CheckStatus status) => status switch
    {
        CheckStatus.Ok or CheckStatus.Information => State.Ok,
        CheckStatus.NotOk => State.Bad,
        CheckStatus.Warning => State.Warn,
        _ => State.Unknown,
    };

    /// <summary>Common name out of a distinguished name, else all of it.</summary>
    public static string NameOf(string distinguishedName)
    {
        var name = distinguishedName.Split(',').FirstOrDefault(part => part.StartsWith("CN=", StringComparison.Ordinal));
        return name is null ? distinguishedName : name[3..].Replace("\\", "", StringComparison.Ordinal);
    }
}
