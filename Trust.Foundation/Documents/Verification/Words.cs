namespace Trust.Documents.Verification;

/// <summary>The verdict in plain sentences: what happened and what it means, then what to do. No term of the trade, no blame that was not shown.</summary>
internal static class Words
{
    internal static PlainText UnreadableSentence { get; } = new("这个文件打不开，没法核验。", "This file can't be opened, so it could not be checked.");

    internal static PlainText UnreadableAdvice { get; } =
        new("请上传完整的 OFD 文件、PDF 文件、印章文件或签章值文件。文件可能没有下载完，请重新下载一次。", "Use a complete OFD or PDF file, seal file or signature file. It may not have been downloaded in full: download it again.");

    /// <summary>The verdict.</summary>
    internal static PlainText Sentence(VerifiedKind kind, Conclusion verdict)
    {
        var isSeal = kind == VerifiedKind.Seal;
        return (verdict.Indication, verdict.SubIndication) switch
        {
            (Indication.TotalPassed, _) when isSeal => new("这枚印章是真的，现在可以使用。", "This seal is genuine and can be used now."),
            (Indication.TotalPassed, _) => new("这份文件是真的，签章以后没有改动过。", "This document is genuine and has not been changed since it was sealed."),
            (_, SubIndications.HashFailure) => new("这份文件签章后被改动过，不可信。", "This document was changed after it was sealed and can't be trusted."),
            (_, SubIndications.SignatureCryptoFailure) when isSeal => new("这枚印章不是制章单位签发的，不可信。", "This seal was not signed by its maker and can't be trusted."),
            (_, SubIndications.SignatureCryptoFailure) => new("这份文件的签章是假的，或者已经损坏，不可信。", "The seal signature of this document is forged or broken and can't be trusted."),
            (Indication.TotalFailed, SubIndications.FormatFailure) => new("签章的写法不合标准，不可信。", "The signature is not formed as the standard says and can't be trusted."),
            (_, SubIndications.FormatFailure) => new("这个文件的结构有问题，不同软件可能看到不同内容，不能确认真假。", "The file is put together so that programs may show different content. It could not be confirmed."),
            (_, SubIndications.Revoked) => new("盖章的时候，印章或证书已经作废，不可信。", "When it was signed, the seal or certificate had already been revoked. It can't be trusted."),
            (_, SubIndications.Expired) when isSeal => new("这枚印章已经过期，不能再用。", "This seal has expired and can't be used any more."),
            (_, SubIndications.Expired) => new("盖章的时候，印章或证书已经过期，不可信。", "When it was signed, the seal or certificate had already expired. It can't be trusted."),
            (_, SubIndications.NotYetValid) => new("盖章的时候，印章或证书还没有生效，不可信。", "When it was signed, the seal or certificate was not valid yet. It can't be trusted."),
            (_, SubIndications.SignedDataNotFound) when kind is VerifiedKind.Ofd or VerifiedKind.Pdf => new("这份文件没有盖电子印章，没法确认真假。", "This document carries no electronic seal, so it could not be confirmed."),
            (_, SubIndications.SignedDataNotFound) => new("这里只有签章，没有被签的文件，没法确认文件真假。", "This is a signature without its document, so the document could not be confirmed."),
            (_, SubIndications.RevokedNoPoe) => new("印章或证书已经作废，又没有证据说明盖章在作废之前，不能确认真假。", "The seal or certificate is revoked, and nothing proves that it was used before. It could not be confirmed."),
            (_, SubIndications.RevokedCaNoPoe) => new("发证机构的证书已经作废，又没有证据说明盖章在作废之前，不能确认真假。", "The certificate of the issuing authority is revoked, and nothing proves an earlier signature. It could not be confirmed."),
            (Indication.TotalFailed, SubIndications.SignatureConstraintsFailure) => new("这枚印章不属于盖章的人，或者显示的印章不是盖的那一枚，不可信。", "The seal does not belong to whoever signed, or another seal is shown than was used. It can't be trusted."),
            (_, SubIndications.SignatureConstraintsFailure) when isSeal => new("这枚印章有不合规的内容，不能确认。", "This seal holds something that is not allowed. It could not be confirmed."),
            (_, SubIndications.SignatureConstraintsFailure) => new("签章没有保护文件的全部内容，或者不合规定，不能确认真假。", "The signature does not protect the whole document, or breaks a rule. It could not be confirmed."),
            (_, SubIndications.CryptoConstraintsFailure) => new("签章用的密码算法不被认可，不能确认真假。", "The signature uses an algorithm that is not accepted. It could not be confirmed."),
            (_, SubIndications.TimeStampOrderFailure) => new("签章写的时间和有证据的时间对不上，不能确认真假。", "The time that the signature states contradicts the proved time. It could not be confirmed."),
            (_, SubIndications.NoSigningCertificateFound) => new("缺少签名人的证书，没法确认是谁签的。", "The signer's certificate is missing, so it is not known who signed."),
            (_, SubIndications.NoCertificateChainFound) => new("内容没有发现改动，但发证机构不在信任名单里，不能确认是谁盖的章。", "No change was found, but the issuing authority is not on the trust list, so it is not known who sealed it."),
            (_, SubIndications.NoCertificateChainFoundNoPoe) => new("时间戳不是受信任的机构签发的，不能确认盖章时间。", "The time stamp is not from a trusted authority, so the time of sealing could not be confirmed."),
            (_, SubIndications.ChainConstraintsFailure or SubIndications.ChainGeneralFailure) => new("签章的证书不合要求，不能确认是谁盖的章。", "The certificate of the signature does not meet the rules, so it is not known who sealed it."),
            (_, SubIndications.OutOfBoundsNoPoe) => new("印章或证书现在已经过期，又没有证据说明盖章在过期之前，不能确认真假。", "The seal or certificate has expired by now, and nothing proves that it was used before. It could not be confirmed."),
            (_, SubIndications.TryLater) => new("核验需要的作废名单不是最新的，现在还不能确认真假。", "The revocation lists at hand are not fresh enough to decide now."),
            _ => new("现在不能确认这份文件的真假。", "This document could not be confirmed."),
        };
    }

    /// <summary>What to do.</summary>
    internal static PlainText Advice(VerifiedKind kind, Conclusion verdict) => (verdict.Indication, verdict.SubIndication) switch
    {
        (Indication.TotalPassed, _) => new("可以使用。是否仍然有效，请看出具单位的状态。", "You can use it. Whether it still counts today is told by whoever issued it."),
        (Indication.TotalFailed, _) => new("请不要使用。请向出具单位索取原件，或者报告这个文件。", "Do not use it. Ask whoever issued it for the original, or report this file."),
        (_, SubIndications.TryLater) => new("请更新名单以后再核验一次。", "Refresh the lists and check again."),
        (_, SubIndications.NoSigningCertificateFound) => new("请同时提供签名人的证书，再核验一次。", "Give the signer's certificate too and check again."),
        (_, SubIndications.SignedDataNotFound) when kind is not (VerifiedKind.Ofd or VerifiedKind.Pdf) => new("请核验完整的文件。", "Check the whole document."),
        (_, SubIndications.NoCertificateChainFound) => new("请向出具单位核实。如果您信任这家发证机构，请联系管理员把它加入信任名单。", "Confirm it with whoever issued it. If the authority should be trusted, ask the administrator to add it."),
        _ => new("请先不要使用，向出具单位核实。", "Do not rely on it yet; confirm it with whoever issued it."),
    };
}
