using Trust.Web;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddTrustWeb(web => web.DesignPage = builder.Environment.IsDevelopment());
var app = builder.Build();
app.Use((context, next) =>
{
    context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'";
    return next(context);
});
app.UseTrustWeb();
app.UseTrustErrorPages();
app.MapStaticAssets();
app.MapRazorPages().WithStaticAssets();
app.MapTrustWeb();
app.Run();
