using Microsoft.AspNetCore.Http;
using Trust.Web;

namespace Trust.Portal.Home;

/// <summary>Navigation of the whole site, on the pages of every module and process. Only what exists is linked.</summary>
internal sealed class SiteChrome(Words words) : IChromeSource
{
    public ValueTask FillAsync(PageChrome chrome, HttpContext context)
    {
        // What the page itself has set stays alone.
        chrome.HowToRecognise ??= new ChromeLink(words["怎样辨认"], "/about/recognise");
        Fill(chrome.Nav, new ChromeLink(words["首页"], "/", "home", Exact: true), new ChromeLink(words["证照核验"], "/verify", "shield"), new ChromeLink(words["印章核验"], "/verify/seal", "seal"), new ChromeLink(words["账号中心"], "/account", "user"), new ChromeLink(words["关于本平台"], "/about", "info"));
        Fill(chrome.Strip, new ChromeLink(words["无障碍"], "/about/accessibility"));
        Fill(
            chrome.Footer,
            new ChromeLink(words["关于本平台"], "/about", Exact: true),
            new ChromeLink(words["怎样辨认官方页面"], "/about/recognise"),
            new ChromeLink(words["隐私说明"], "/about/privacy"),
            new ChromeLink(words["无障碍声明"], "/about/accessibility"));
        return ValueTask.CompletedTask;
    }

    private static void Fill(IList<ChromeLink> list, params ReadOnlySpan<ChromeLink> links)
    {
        if (list.Count > 0)
        {
            return;
        }

        foreach (var link in links)
        {
            list.Add(link);
        }
    }
}
