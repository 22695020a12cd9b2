using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Trust.Samples.Web;

/// <summary>
/// The framework sends the client's secret in the form (client_secret_post); the platform takes it in the header (client_secret_basic,
/// RFC 6749 section 2.3.1), where no log of a body can find it.
/// </summary>
internal sealed class BasicClientAuthentication : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is FormUrlEncodedContent form)
        {
            var fields = QueryHelpers.ParseQuery(await form.ReadAsStringAsync(cancellationToken));
            if (fields.Remove("client_secret", out var secret))
            {
                var pair = $"{Uri.EscapeDataString(fields["client_id"].ToString())}:{Uri.EscapeDataString(secret.ToString())}";
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
                request.Content = new FormUrlEncodedContent(fields.SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? ""))));
            }
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
