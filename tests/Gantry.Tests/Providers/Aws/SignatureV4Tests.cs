using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;
using Amazon.SecurityToken;
using Gantry.Providers.Aws;
using Xunit;

namespace Gantry.Tests.Providers.Aws;

public sealed class SignatureV4Tests
{
    private const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly AwsKey Example = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null);
    private static readonly DateTimeOffset At = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("GET", "/", "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "/", "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData("GET", "/?Param2=value2&Param1=value1", "", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    [InlineData("GET", "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "", "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f")]
    [InlineData("GET", "/?%E1%88%B4=bar", "", "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04")]
    [InlineData("GET", "/", "My-Header1: value2,value2,value1", "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea")]
    public void Signatures_are_those_of_the_published_test_suite(string method, string target, string header, string signature)
    {
        List<KeyValuePair<string, string>> headers = [new("Host", "example.amazonaws.com"), new("X-Amz-Date", "20150830T123600Z")];
        if (header.Length > 0) headers.Add(new(header.Split(": ")[0], header.Split(": ")[1]));
        var written = new SignatureV4("us-east-1", "service").Authorization(Example, At, method, new Uri("https://example.amazonaws.com" + target), headers, Empty);

        Assert.Equal(
            $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={(header.Length > 0 ? "host;my-header1;x-amz-date" : "host;x-amz-date")}, Signature={signature}",
            written);
    }

    [Fact]
    public void Signature_is_that_of_the_documented_example()
    {
        var written = new SignatureV4("us-east-1", "iam").Authorization(
            Example,
            At,
            "GET",
            new Uri("https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08"),
            [new("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"), new("Host", "iam.amazonaws.com"), new("X-Amz-Date", "20150830T123600Z")],
            Empty);

        Assert.EndsWith("SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "invoke", null)]
    [InlineData("anthropic.claude-haiku-4-5-20251001-v1:0", "invoke-with-response-stream", "token+/==")]
    [InlineData("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a b", "converse", null)]
    [InlineData("amazon.nova-lite-v1:0", "converse-stream", "token")]
    public void Signature_is_the_one_that_the_sdk_makes(string model, string verb, string? token)
    {
        var body = Encoding.UTF8.GetBytes("""{"messages":[{"content":"ümläut"}]}""");
        var address = new Uri($"https://bedrock-runtime.eu-west-1.amazonaws.com/model/{Uri.EscapeDataString(model)}/{verb}");
        var request = new DefaultRequest(new Nothing(), "Amazon.BedrockRuntime")
        {
            HttpMethod = "POST",
            Endpoint = new Uri("https://bedrock-runtime.eu-west-1.amazonaws.com"),
            ResourcePath = "/model/{modelId}/" + verb,
            Content = body,
            OverrideSigningServiceName = "bedrock",
            AuthenticationRegion = "eu-west-1",
        };
        request.AddPathResource("{modelId}", model);
        request.Headers["Content-Type"] = "application/json";
        if (token is not null) request.Headers["X-Amz-Security-Token"] = token;
        var config = new AmazonSecurityTokenServiceConfig { AuthenticationRegion = "eu-west-1", AuthenticationServiceName = "bedrock", ServiceURL = "https://bedrock-runtime.eu-west-1.amazonaws.com" };
        var theirs = new AWS4Signer().SignRequest(request, config, new RequestMetrics(), Example.Id, Example.Secret);

        var signed = theirs.SignedHeaders.Split(';');
        var headers = request.Headers.Where(header => signed.Contains(header.Key, StringComparer.OrdinalIgnoreCase)).ToList();
        var at = DateTimeOffset.ParseExact(theirs.ISO8601DateTime, SignatureV4.DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var ours = new SignatureV4("eu-west-1", "bedrock").Authorization(Example, at, "POST", address, headers, SignatureV4.Hex(SHA256.HashData(body)));

        Assert.Contains("host", signed);
        Assert.EndsWith($"Signature={theirs.Signature}", ours, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AKID:secret/+", "AKID", "secret/+", null)]
    [InlineData("ASIA:secret:token==", "ASIA", "secret", "token==")]
    [InlineData("AKID:secret:", "AKID", "secret", null)]
    public void Key_is_read_with_and_without_a_session(string text, string id, string secret, string? token) =>
        Assert.Equal(new AwsKey(id, secret, token), AwsKey.Parse(text));

    [Theory]
    [InlineData("bearer")]
    [InlineData(":secret")]
    [InlineData("AKID:")]
    [InlineData("a:b:c:d")]
    public void Text_of_another_shape_is_no_key(string text) => Assert.Null(AwsKey.Parse(text));

    [Fact]
    public void Key_never_shows_its_secret() => Assert.DoesNotContain("hidden", new AwsKey("AKID", "hidden", "hidden").ToString(), StringComparison.Ordinal);

    private sealed class Nothing : AmazonWebServiceRequest;
}
