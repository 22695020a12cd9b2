using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trust.Contracts;
using Trust.Hosting.Data;
using Trust.License.Issuing;

namespace Trust.License.Data;

/// <summary>
/// Licences of the invented province, in Development only, issued the usual way as soon as the seal answers; their faces carry SAMPLE. The keys name them, so that they are
/// issued once.
/// </summary>
internal sealed partial class DemoLicences(IServiceProvider services, LicenseOptions options, ILogger<DemoLicences> logger) : BackgroundService
{
    /// <summary>澜江市市场监督管理局.</summary>
    public const string Office = "11990100MB0000027F";

    private const string BusinessLicence = "11990000MB0000019F001";
    private const string FoodPermit = "11990000MB0000019F002";

    public static IReadOnlyList<EntitlementRecord> Entitlements { get; } =
    [
        new() { TypeCode = BusinessLicence, IssuerCode = Office, IssuerName = "澜江市市场监督管理局", Region = "990100", IsDemo = true },
        new() { TypeCode = FoodPermit, IssuerCode = Office, IssuerName = "澜江市市场监督管理局", Region = "990100", IsDemo = true },
    ];

    private static readonly IReadOnlyList<(string Key, IssueForm Form)> Forms =
    [
        ("demo-business-licence", new IssueForm
        {
            TypeCode = BusinessLicence,
            IssuerCode = Office,
            HolderName = "澜江市青禾食品有限公司",
            HolderCodeType = "001",
            HolderCode = "91990101MA0QHCP131",
            Number = "990101000012345",
            IssuedOn = new DateOnly(2025, 3, 18),
            Items = new Dictionary<string, string>
            {
                ["KZ_LX"] = "有限责任公司（自然人投资或控股）",
                ["KZ_FDDBR"] = "沈知远",
                ["KZ_ZCZB"] = "伍佰万元整",
                ["KZ_CLRQ"] = "2025-03-18",
                ["KZ_ZS"] = "云川省澜江市望湖区青禾路18号",
                ["KZ_JYFW"] = "许可项目：食品销售；食品生产。一般项目：农副产品销售；初级农产品收购；食品互联网销售（仅销售预包装食品）。",
            },
        }),
        ("demo-food-permit", new IssueForm
        {
            TypeCode = FoodPermit,
            IssuerCode = Office,
            HolderName = "澜江市青禾食品有限公司",
            HolderCodeType = "001",
            HolderCode = "91990101MA0QHCP131",
            Number = "JY19901020048217",
            IssuedOn = new DateOnly(2025, 3, 18),
            Items = new Dictionary<string, string>
            {
                ["KZ_FDDBR"] = "沈知远",
                ["KZ_ZS"] = "云川省澜江市望湖区青禾路18号",
                ["KZ_JYCS"] = "云川省澜江市望湖区青禾路18号1层",
                ["KZ_ZTYT"] = "食品销售经营者",
                ["KZ_JYXM"] = "预包装食品销售（含冷藏冷冻食品）；散装食品销售（不含冷藏冷冻食品）",
                ["KZ_RCJDJG"] = "澜江市望湖区市场监督管理所",
            },
        }),
        ("demo-food-permit-person", new IssueForm
        {
            TypeCode = FoodPermit,
            IssuerCode = Office,
            HolderName = "林清和",
            HolderCodeType = "111",
            HolderCode = "99010219900307002X",
            Number = "JY29901020051306",
            IssuedOn = new DateOnly(2026, 3, 2),
            Items = new Dictionary<string, string>
            {
                ["KZ_FDDBR"] = "林清和",
                ["KZ_ZS"] = "云川省澜江市湖畔区柳岸街7号",
                ["KZ_JYCS"] = "云川省澜江市湖畔区柳岸街7号",
                ["KZ_ZTYT"] = "餐饮服务经营者",
                ["KZ_JYXM"] = "热食类食品制售；自制饮品制售",
                ["KZ_RCJDJG"] = "澜江市湖畔区市场监督管理所",
            },
        }),
    ];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.DemoLicences ? BackgroundLoop.RunAsync(IssueAsync, TimeSpan.FromSeconds(5), IssuingFailed, stoppingToken) : Task.CompletedTask;

    private async Task IssueAsync(CancellationToken cancellationToken)
    {
        var all = true;
        foreach (var (name, form) in Forms)
        {
            await using var scope = services.CreateAsyncScope();
            _ = IdempotencyKey.TryParse(name, out var key);
            all &= (await scope.ServiceProvider.GetRequiredService<IssueLicence>().IssueAsync(Issuing.IssueLicence.Module, form, key, isDemo: true, cancellationToken)).Succeeded;
        }

        if (all)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    [LoggerMessage(6301, LogLevel.Warning, "Demo licences could not be issued; it is tried again.")]
    private partial void IssuingFailed(Exception exception);
}
