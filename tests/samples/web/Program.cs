using Microsoft.AspNetCore.Authentication.Cookies;
using Trust.Samples.Web;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
var authority = new Uri(builder.Configuration["Authority"]!);

builder.Services.AddRazorPages();
// Browsers keep cookies by host and not by port: names of our own, or the platform at localhost:5080 would find ours.
builder.Services.AddAntiforgery(options => options.Cookie.Name = "sample-web-form");
builder.Services
    .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
    .AddCookie(options =>
    {
        options.Cookie.Name = "sample-web";
        options.LoginPath = "/sign-in";
    })
    .AddOpenIdConnect(options => OpenIdConnect.Configure(options, builder.Configuration));

var app = builder.Build();
app.UseExceptionHandler("/error");
app.Use((context, next) =>
{
    var headers = context.Response.Headers;
    // Signing out posts a form whose answer leads to the platform, which form-action counts too.
    headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        + $"form-action 'self' {authority.GetLeftPart(UriPartial.Authority)}";
    headers.XContentTypeOptions = "nosniff";
    headers["Referrer-Policy"] = "same-origin";
    return next(context);
});
app.UseStaticFiles();
app.UseAuthentication();
app.UseAuthorization();
app.MapRazorPages();
app.MapGet("/sign-in", BeginSignIn.Handle);
app.Run();
