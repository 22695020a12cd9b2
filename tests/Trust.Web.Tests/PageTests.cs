using System.Net;
using System.Text.RegularExpressions;

namespace Trust.Web.Tests;

public sealed partial class PageTests(WebNode node) : IClassFixture<WebNode>
{
    public static readonly TheoryData<string> Pages =
        ["/design", "/design/portal", "/design/verify", "/design/account", "/design/sign-in", "/design/console", "/design/phone", "/error/404"];

    [Theory, MemberData(nameof(Pages))]
    public async Task Page_has_nothing_that_the_content_security_policy_would_block(string path)
    {
        var html = await (await node.Client().GetAsync(path)).Content.ReadAsStringAsync();
        Assert.DoesNotMatch(@"\sstyle\s*=", html);
        Assert.DoesNotContain("<style", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(@"\son[a-z]+\s*=\s*[""']", html);
        Assert.DoesNotContain("data:", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("<script(?![^>]*src=)", html);
        Assert.DoesNotMatch("""(?:src|href)="(?:https?:)?//""", html);
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Ids_are_unique_and_references_resolve(string path)
    {
        var html = await (await node.Client().GetAsync(path)).Content.ReadAsStringAsync();
        var ids = Ids().Matches(html).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        foreach (Match reference in References().Matches(html))
            foreach (var id in reference.Groups[1].Value.Split(' '))
                Assert.Contains(id, ids);
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task English_page_has_no_chinese_words(string path)
    {
        var html = await (await node.Client("en").GetAsync(path)).Content.ReadAsStringAsync();
        var text = html.Replace(">中文<", "><", StringComparison.Ordinal);
        Assert.DoesNotMatch(@"[\u4e00-\u9fff]", text);
    }

    [Fact]
    public async Task Design_pages_do_not_exist_outside_development()
    {
        var closed = new WebNode { DesignPage = false };
        await closed.InitializeAsync();
        foreach (var path in new[] { "/design", "/design/portal", "/design/console", "/design/phone" })
        {
            var response = await closed.Client().GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Contains("这个地址没有内容", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await closed.DisposeAsync();
    }

    [Fact]
    public async Task Faulty_form_keeps_what_was_typed_and_links_each_fault_to_its_field()
    {
        var client = node.Client();
        var (token, cookies) = await WebNode.FormAsync(client, "/design");
        client.DefaultRequestHeaders.Add("Cookie", cookies);
        using var form = new FormUrlEncodedContent(
        [
            new("Input.Phone", "139 0000 1284"), new("Input.CitizenId", "99010219900307002"), new("Input.Password", "geheim"),
            new("Input.Agreed", "true"), new("__RequestVerificationToken", token),
        ]);
        var html = await (await client.PostAsync("/design", form)).Content.ReadAsStringAsync();
        Assert.Contains("有2处要改", html, StringComparison.Ordinal);
        Assert.Contains("""<a href="#Input_CitizenId">身份证号应为18位，现在是17位。</a>""", html, StringComparison.Ordinal);
        Assert.Contains("""<a href="#Input_Place">请选办理地点。</a>""", html, StringComparison.Ordinal);
        Assert.Contains("value=\"139 0000 1284\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-describedby=\"Input_CitizenId-error\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", html, StringComparison.Ordinal);
        Assert.True(html.IndexOf("t-summary", StringComparison.Ordinal) < html.IndexOf("<h1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Annotations_speak_english_too()
    {
        var client = node.Client("en");
        var (token, cookies) = await WebNode.FormAsync(client, "/design");
        client.DefaultRequestHeaders.Add("Cookie", cookies);
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        var html = await (await client.PostAsync("/design", form)).Content.ReadAsStringAsync();
        Assert.Contains("Enter your mobile number.", html, StringComparison.Ordinal);
        Assert.Contains("3 things to correct", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Typed_markup_comes_back_as_text()
    {
        var client = node.Client();
        var (token, cookies) = await WebNode.FormAsync(client, "/design");
        client.DefaultRequestHeaders.Add("Cookie", cookies);
        using var form = new FormUrlEncodedContent([new("Input.Phone", "\"><script>alert(1)</script>"), new("Input.Note", "</textarea><script>alert(2)</script>"), new("__RequestVerificationToken", token)]);
        var html = await (await client.PostAsync("/design", form)).Content.ReadAsStringAsync();
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_cells_carry_the_names_of_their_columns()
    {
        var html = await node.Client().GetStringAsync("/design/console");
        Assert.Contains("""<td role="cell" data-label="编码">9901000012386</td>""", html, StringComparison.Ordinal);
        Assert.Contains("role=\"columnheader\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Elder_pages_offer_the_hotline_and_other_pages_do_not()
    {
        Assert.Contains("打12345找人帮忙", await node.Client(cookie: "trust-view=-.1.light").GetStringAsync("/design/portal"), StringComparison.Ordinal);
        Assert.DoesNotContain("打12345找人帮忙", await node.Client().GetStringAsync("/design/portal"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_is_a_polite_page_with_a_reference_and_no_detail()
    {
        var response = await node.Client().GetAsync("/fails");
        var html = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("这次没有成功，是我们的问题", html, StringComparison.Ordinal);
        Assert.Matches("data-copy=\"[0-9a-zA-Z:-]{8,}\"", html);
        Assert.DoesNotContain("secret detail", html, StringComparison.Ordinal);
        Assert.Contains("back=%2Ffails", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_get_their_answer_unchanged()
    {
        var response = await node.Client().GetAsync("/api/fails");
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync());
        using var plain = new HttpRequestMessage(HttpMethod.Get, "/nothing");
        var client = node.Client();
        client.DefaultRequestHeaders.Remove("Accept");
        Assert.Empty(await (await client.SendAsync(plain)).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/error/200", 404)]
    [InlineData("/error/403", 403)]
    [InlineData("/error/999", 404)]
    public async Task Error_page_answers_with_its_own_status(string path, int status) =>
        Assert.Equal(status, (int)(await node.Client().GetAsync(path)).StatusCode);

    [GeneratedRegex("\\sid=\"([^\"]+)\"")]
    private static partial Regex Ids();

    [GeneratedRegex("(?:aria-describedby|aria-labelledby|\\sfor|data-dialog|data-reveal)=\"([^\"]+)\"")]
    private static partial Regex References();
}
