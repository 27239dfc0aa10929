using System.Net;
using System.Text;
using Gantry.Providers;
using Gantry.Snapshot;

namespace Gantry.Tests.Providers;

/// <summary>Microsoft Entra as far as a client with a secret asks it: what is sent, and a token or a refusal.</summary>
internal sealed class EntraStub : HttpMessageHandler, IOutboundHttp
{
    /// <summary>Bodies of the requests for tokens.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>The error that it refuses with; null gives a token.</summary>
    public string? Refusal { get; set; }

    HttpMessageHandler IOutboundHttp.Handler(Upstream upstream) => this;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        if (address.AbsolutePath.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal))
        {
            var body = $"{address.AbsolutePath} {await request.Content!.ReadAsStringAsync(cancellationToken)}";
            lock (Asked) Asked.Add(body);
            return Refusal is { } error
                ? Json(HttpStatusCode.Unauthorized, $$"""{"error":"invalid_client","error_description":"{{error}}: it is wrong.","error_codes":[{{error["AADSTS".Length..]}}]}""")
                : Json(HttpStatusCode.OK, """{"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"entra-token"}""");
        }

        var tenant = address.AbsolutePath.Split('/')[1];
        return address.AbsolutePath.Contains("discovery/instance", StringComparison.Ordinal)
            ? Json(HttpStatusCode.OK, $$"""{"tenant_discovery_endpoint":"https://{{address.Host}}/{{tenant}}/v2.0/.well-known/openid-configuration","metadata":[{"preferred_network":"{{address.Host}}","preferred_cache":"{{address.Host}}","aliases":["{{address.Host}}"]}]}""")
            : Json(HttpStatusCode.OK, $$"""{"token_endpoint":"https://{{address.Host}}/{{tenant}}/oauth2/v2.0/token","authorization_endpoint":"https://{{address.Host}}/{{tenant}}/oauth2/v2.0/authorize","issuer":"https://{{address.Host}}/{{tenant}}/v2.0"}""");
    }

    private static HttpResponseMessage Json(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
