namespace Trust.Web;

/// <summary>Names that the frame shows, and what is served. Names are source words; their English is looked up like any other.</summary>
public sealed class TrustWebOptions
{
    /// <summary>Serves <c>/design</c>. Only for development; everywhere else it answers 404.</summary>
    public bool DesignPage { get; set; }

    /// <summary>Full name of the platform.</summary>
    public string Brand { get; set; } = "云川省统一信任服务平台";

    /// <summary>Name of the platform where there is little room.</summary>
    public string ShortBrand { get; set; } = "统一信任服务";

    /// <summary>Second line of the brand.</summary>
    public IList<string> LatinBrand { get; } = ["Trust", "Yunchuan Province"];

    /// <summary>What the strip says.</summary>
    public string Official { get; set; } = "云川省人民政府官方服务";

    /// <summary>Who runs the platform, in the footer.</summary>
    public string Owner { get; set; } = "云川省政务服务管理局主办";

    /// <summary>Number that a person can call.</summary>
    public string Hotline { get; set; } = "12345";
}
