namespace Trust.Identity.Organisations;

/// <summary>Organisations of the invented province; the codes are well formed and belong to nobody.</summary>
internal static class DemoOrganisations
{
    /// <summary>云川省政务服务管理局, the office that runs the platform.</summary>
    public const string Office = "11990000MB0000019F";

    public const string OfficeName = "云川省政务服务管理局";

    /// <summary>澜江市市场监督管理局, an office that issues licences.</summary>
    public const string Market = "11990100MB0000027F";

    public const string MarketName = "澜江市市场监督管理局";

    /// <summary>澜江市青禾食品有限公司, represented by 沈知远.</summary>
    public const string Company = "91990101MA0QHCP131";

    public const string CompanyName = "澜江市青禾食品有限公司";
}
