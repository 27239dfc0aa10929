using System.Text;
using Gantry.Catalog;
using Gantry.Protocols;
using Gantry.Providers;
using Gantry.Snapshot;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Providers;

/// <summary>The SDK reads the environment of the process: nothing else runs meanwhile.</summary>
[Collection(AloneCollection.Name)]
public sealed class BedrockSignerTests
{
    private static readonly FakeTime Time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    [Fact]
    public async Task Key_of_bedrocks_own_is_a_bearer_and_nothing_is_signed()
    {
        using var request = await SignAsync(Upstream(), "ABSKQmVkcm9jaw==");

        Assert.Equal("Bearer ABSKQmVkcm9jaw==", request.Headers.NonValidated["Authorization"].ToString());
        Assert.False(request.Headers.Contains("x-amz-date"));
    }

    [Fact]
    public async Task Key_of_aws_signs_host_time_token_and_type_at_the_servers_clock()
    {
        using var request = await SignAsync(Upstream(), "AKID:secret:session");
        var authorization = request.Headers.NonValidated["Authorization"].ToString();

        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKID/20260304/eu-west-1/bedrock/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=", authorization, StringComparison.Ordinal);
        Assert.Equal("20260304T050607Z", request.Headers.GetValues("x-amz-date").Single());
        Assert.Equal("session", request.Headers.GetValues("x-amz-security-token").Single());
        Assert.DoesNotContain("secret,", authorization, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signature_covers_body_host_and_path()
    {
        var usual = await SignatureAsync(Upstream(), "{}");

        Assert.Equal(usual, await SignatureAsync(Upstream(), "{}"));
        Assert.NotEqual(usual, await SignatureAsync(Upstream(), "{} "));
        Assert.NotEqual(usual, await SignatureAsync(Upstream(), "{}", host: "elsewhere.example"));
        Assert.NotEqual(usual, await SignatureAsync(Upstream(), "{}", model: "m:1"));
    }

    [Theory]
    [InlineData("https://bedrock-runtime.us-west-2.amazonaws.com", null, "us-west-2")]
    [InlineData("https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com", null, "us-gov-west-1")]
    [InlineData("https://vpce-0a.bedrock-runtime.ap-south-1.vpce.amazonaws.com", null, "ap-south-1")]
    [InlineData("https://10.0.0.7:8443", "bedrock-runtime.eu-north-1.amazonaws.com", "eu-north-1")]
    public async Task Region_stands_in_the_address_where_it_is_not_given(string baseUrl, string? host, string region)
    {
        using var request = await SignAsync(Upstream(baseUrl) with { Host = host, Options = UpstreamOptions.None }, "AKID:secret");

        Assert.Contains($"/{region}/bedrock/", request.Headers.NonValidated["Authorization"].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://gateway.example", "AKID:secret")]
    [InlineData("https://bedrock-runtime.us-west-2.amazonaws.com", "AKID:")]
    public async Task What_cannot_be_signed_is_said_without_the_secret(string baseUrl, string key)
    {
        var failure = await Assert.ThrowsAsync<SigningException>(() => SignAsync(Upstream(baseUrl) with { Options = UpstreamOptions.None }, key));

        Assert.DoesNotContain("secret", failure.Message.Replace(":SECRET", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Without_keys_the_machines_own_are_found_as_the_sdk_finds_them()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("credentials"), "[team]\naws_access_key_id = AKIDTEAM\naws_secret_access_key = t\naws_session_token = tt\n", TestContext.Current.CancellationToken);
        using var environment = new EnvironmentOf(("AWS_SHARED_CREDENTIALS_FILE", folder.File("credentials")), ("AWS_EC2_METADATA_DISABLED", "true"), ("AWS_ACCESS_KEY_ID", "AKIDDEFAULT"), ("AWS_SECRET_ACCESS_KEY", "d"));

        using (var request = await SignAsync(Upstream() with { Options = new UpstreamOptions([new("region", "eu-west-1"), new("profile", "team")]) }, null))
        {
            Assert.Contains("Credential=AKIDTEAM/", request.Headers.NonValidated["Authorization"].ToString(), StringComparison.Ordinal);
            Assert.Equal("tt", request.Headers.GetValues("x-amz-security-token").Single());
        }

        using (var request = await SignAsync(Upstream(), null))
        {
            Assert.Contains("Credential=AKIDDEFAULT/", request.Headers.NonValidated["Authorization"].ToString(), StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<SigningException>(() => SignAsync(Upstream() with { Options = new UpstreamOptions([new("region", "eu-west-1"), new("profile", "nobody")]) }, null));
    }

    private static async Task<string> SignatureAsync(Upstream upstream, string body, string? host = null, string model = "m")
    {
        using var request = await SignAsync(upstream, "AKID:secret", body, host, model);
        return request.Headers.NonValidated["Authorization"].ToString().Split("Signature=")[1];
    }

    private static async Task<HttpRequestMessage> SignAsync(Upstream upstream, string? key, string body = "{}", string? host = null, string model = "m")
    {
        var call = new UpstreamCall(upstream, Protocol.Messages, Operation.Chat, model) { Path = "/messages" };
        var request = new HttpRequestMessage(HttpMethod.Post, ProviderTable.Get("bedrock").Address(call)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Host = host ?? upstream.Host;
        await new BedrockSigner(Time).SignAsync(request, call, key is null ? null : new UpstreamCredential(Guid.Empty, key), TestContext.Current.CancellationToken);
        return request;
    }

    private static Upstream Upstream(string baseUrl = "https://bedrock-runtime.eu-west-1.amazonaws.com") => new()
    {
        Name = "aws",
        Provider = "bedrock",
        BaseUrl = new Uri(baseUrl),
        Credentials = [],
        Speaks = [Protocol.Messages],
        Options = new UpstreamOptions([new("region", "eu-west-1")]),
    };

    private sealed class EnvironmentOf : IDisposable
    {
        private readonly List<(string Name, string? Value)> _before = [];

        public EnvironmentOf(params ReadOnlySpan<(string Name, string? Value)> set)
        {
            foreach (var (name, value) in set)
            {
                _before.Add((name, Environment.GetEnvironmentVariable(name)));
                Environment.SetEnvironmentVariable(name, value);
            }
        }

        public void Dispose() => _before.ForEach(was => Environment.SetEnvironmentVariable(was.Name, was.Value));
    }
}
