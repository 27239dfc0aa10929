using Azure.Core;
using Azure.Identity;
using Gantry.Catalog;
using Gantry.Protocols;
using Gantry.Providers;
using Gantry.Snapshot;
using Xunit;

namespace Gantry.Tests.Providers;

/// <summary>The real library over a stub of Microsoft Entra, and the signer over a stub of the library where a machine's own identity is meant.</summary>
public sealed class AzureSignerTests
{
    private const string Tenant = "11111111-2222-3333-4444-555555555555";
    private const string Client = "66666666-7777-8888-9999-000000000000";
    private const string Secret = "s3cret~value";

    private readonly EntraStub _entra = new();

    [Fact]
    public async Task Secret_of_a_client_fetches_one_token_for_many_requests()
    {
        var signer = Signer();
        var signed = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SignAsync(signer, Upstream(), AzureSigner.SecretPrefix + Secret)));
        Assert.All(signed, request => Assert.Equal("Bearer entra-token", request.Headers.Authorization!.ToString()));
        Assert.All(signed, request => Assert.False(request.Headers.Contains("api-key")));
        var asked = Uri.UnescapeDataString(Assert.Single(_entra.Asked));
        Assert.StartsWith($"/{Tenant}/", asked, StringComparison.Ordinal);
        Assert.Contains("grant_type=client_credentials", asked, StringComparison.Ordinal);
        Assert.Contains($"client_id={Client}", asked, StringComparison.Ordinal);
        Assert.Contains($"client_secret={Secret}", asked, StringComparison.Ordinal);
        Assert.Contains("scope=https://cognitiveservices.azure.com/.default", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scope_is_the_operators_where_one_is_given()
    {
        await SignAsync(Signer(), Upstream(scope: "https://ai.azure.com/.default"), AzureSigner.SecretPrefix + Secret);
        Assert.Contains("scope=https://ai.azure.com/.default", Uri.UnescapeDataString(Assert.Single(_entra.Asked)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claude_gets_its_version_beside_the_token()
    {
        using var request = await SignAsync(Signer(), Upstream(), AzureSigner.SecretPrefix + Secret, Protocol.Messages);
        Assert.Equal("Bearer entra-token", request.Headers.Authorization!.ToString());
        Assert.Equal("2023-06-01", Assert.Single(request.Headers.GetValues("anthropic-version")));
    }

    [Fact]
    public async Task Key_is_sent_as_a_key_and_nobody_is_asked()
    {
        using var request = await SignAsync(Signer(), Upstream(), "azure-key");
        Assert.Equal("azure-key", Assert.Single(request.Headers.GetValues("api-key")));
        Assert.Null(request.Headers.Authorization);
        Assert.Empty(_entra.Asked);
    }

    [Theory]
    [InlineData("AADSTS7000215", "does not know the client secret")]
    [InlineData("AADSTS7000222", "the client secret has expired")]
    [InlineData("AADSTS700016", "there is no application client_id")]
    [InlineData("AADSTS50034", "Microsoft Entra refused (AADSTS50034)")]
    public async Task Refusal_says_what_to_do_and_holds_no_secret(string code, string what)
    {
        _entra.Refusal = code;
        var failure = await Assert.ThrowsAsync<SigningException>(() => SignAsync(Signer(), Upstream(), AzureSigner.SecretPrefix + Secret));
        Assert.Contains("Upstream az:", failure.Message, StringComparison.Ordinal);
        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
        Assert.Contains("options.tenant_id", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_without_its_tenant_is_told_before_anybody_is_asked()
    {
        var upstream = Upstream() with { Options = new UpstreamOptions([KeyValuePair.Create("client_id", Client)]) };
        var failure = await Assert.ThrowsAsync<SigningException>(() => SignAsync(Signer(), upstream, AzureSigner.SecretPrefix + Secret));
        Assert.Contains("options.tenant_id and options.client_id", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(_entra.Asked);
    }

    [Fact]
    public async Task Without_a_key_the_machine_itself_is_asked()
    {
        var asked = new List<string>();
        var signer = new AzureSigner((upstream, secret) => new FakeCredential(asked, secret is null ? "machine-token" : null), TimeProvider.System);
        using var first = await SignAsync(signer, Upstream(), key: null);
        using var second = await SignAsync(signer, Upstream(), key: null);
        Assert.Equal("Bearer machine-token", second.Headers.Authorization!.ToString());
        Assert.Equal(["https://cognitiveservices.azure.com/.default"], asked);
    }

    [Fact]
    public async Task Machine_without_an_identity_is_told_of_every_way_there_is()
    {
        var signer = new AzureSigner((_, _) => new FakeCredential([], null), TimeProvider.System);
        var failure = await Assert.ThrowsAsync<SigningException>(() => SignAsync(signer, Upstream(), key: null));
        Assert.Contains("this machine has no identity for Azure", failure.Message, StringComparison.Ordinal);
        Assert.Contains("api_keys", failure.Message, StringComparison.Ordinal);
        Assert.Contains("AZURE_CLIENT_SECRET", failure.Message, StringComparison.Ordinal);
    }

    private AzureSigner Signer() => new(new EntraCredentials(_entra).For, TimeProvider.System);

    private static async Task<HttpRequestMessage> SignAsync(AzureSigner signer, Upstream upstream, string? key, Protocol protocol = Protocol.Chat)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "https://r.openai.azure.com/openai/v1/chat/completions");
        var call = new UpstreamCall(upstream, protocol, Operation.Chat, "gpt") { Path = "/chat/completions" };
        await signer.SignAsync(request, call, key is null ? null : new UpstreamCredential(Guid.Empty, key), TestContext.Current.CancellationToken);
        return request;
    }

    private static Upstream Upstream(string? scope = null) => new()
    {
        Name = "az",
        Provider = "azure",
        BaseUrl = new Uri("https://r.openai.azure.com"),
        Credentials = [],
        Speaks = [Protocol.Chat],
        Options = new UpstreamOptions(
            new Dictionary<string, string?> { ["tenant_id"] = Tenant, ["client_id"] = Client, ["token_scope"] = scope }.Where(option => option.Value is not null).Select(option => KeyValuePair.Create(option.Key, option.Value!))),
    };

    private sealed class FakeCredential(List<string> asked, string? token) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            asked.AddRange(requestContext.Scopes);
            return token is null ? throw new CredentialUnavailableException("DefaultAzureCredential failed.") : new AccessToken(token, DateTimeOffset.MaxValue);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
