using System.Text.RegularExpressions;
using Xunit;

namespace Gantry.Tests.Laws;

/// <summary>Which files may open a connection, and that none of them can be told to believe anybody (reliability S-14, S-18). The reasons are in decision 0015.</summary>
public sealed partial class OutboundLawTests
{
    /// <summary>Every file that opens connections or makes what sends over them, with the reason.</summary>
    private static readonly Dictionary<string, string> Reviewed = new(StringComparer.Ordinal)
    {
        ["src/Gantry/Relay/UpstreamPools.cs"] = "the one maker of ways out",
        ["src/Gantry/Relay/AddressGuard.cs"] = "the guard itself: looks at an address and dials that very one",
        ["src/Gantry/Relay/UpstreamClient.cs"] = "the one sender to upstreams, over the pools",
        ["src/Gantry/Providers/EntraTransport.cs"] = "tokens of Microsoft Entra, over the pools or the machine's way",
        ["src/Gantry/Providers/MachineHttp.cs"] = "the machine's own identity service, which stands where no upstream may; dials nothing public",
        ["src/Gantry/Hosting/PaymentWay.cs"] = "chooses the pool for the payment provider",
        ["src/Gantry/Hosting/SimulatorDoor.cs"] = "the one sender to the control endpoint of simulators, over the pool of the upstream",
        ["src/Gantry/Hosting/MailWay.cs"] = "the way to the mail server, over connections of the guard",
        ["src/Gantry/Alerts/WebhookSender.cs"] = "the one sender of posts about alerts, over the pools",
        ["src/Gantry/Accounts/External/ExternalHttp.cs"] = "the one sender to services that vouch for people, over the pools",
        ["src/Gantry/Billing/Payments/StripeClient.cs"] = "the one sender to the payment provider, over the pools",
        ["src/Gantry/Cli/CommandHttp.cs"] = "commands talk to a gateway that the operator names; no server runs there",
        ["src/Gantry/Cli/Doctor/ServerCheck.cs"] = "knocks at the gateway that the operator names",
        ["src/Gantry/Cli/Doctor/UpstreamCheck.cs"] = "shakes hands with upstreams over connections of the guard, and sends nothing",
    };

    /// <summary>Libraries that open connections of their own.</summary>
    private static readonly Dictionary<string, string> Strangers = new(StringComparer.Ordinal)
    {
        ["src/Gantry/Providers/AwsCredentialChain.cs"] = "the AWS SDK asks the machine's own services and STS; it takes no handler for them",
        ["src/Gantry/Observe/Otlp/OtlpExport.cs"] = "sends telemetry to the collector that the operator's own variables name, and nothing of clients",
        ["src/Gantry/Providers/GoogleAccounts.cs"] = "asks whether this is Google Cloud; all else goes by a handler that is given",
    };

    [Fact]
    public void S_18_Connections_are_opened_in_reviewed_places_only() => Law.Holds(Openers(Server(), Opening(), Reviewed));

    [Fact]
    public void S_18_Libraries_that_dial_by_themselves_are_reviewed() => Law.Holds(Openers(Server(), OwnWay(), Strangers));

    [Fact]
    public void S_14_No_code_judges_certificates_by_itself() => Law.Holds(Credulous(Repository.CSharp("src")));

    [Fact]
    public void S_14_Other_roots_come_from_tests_alone()
    {
        var naming = Server().Where(file => Roots().IsMatch(file.Code)).Select(file => file.Path).Order(StringComparer.Ordinal);
        Assert.Equal(["src/Gantry/Hosting/GatewayHost.cs", "src/Gantry/Hosting/HostingOptions.cs"], naming);
        // Given by whoever starts a host in process. Nothing in the server starts one with them.
        Assert.DoesNotContain(Server(), file => SetRoots().IsMatch(file.Code) && file.Name != "GatewayHost.cs");
        Assert.Single(SetRoots().Matches(Server().Single(file => file.Name == "GatewayHost.cs").Code));
    }

    [Theory]
    [InlineData("class A { object F() => new HttpClient(); }")]
    [InlineData("class A { SocketsHttpHandler h = new(); }")]
    [InlineData("class A { HttpMessageInvoker F(HttpMessageHandler h) => new(h); }")]
    [InlineData("class A { object F() => new System.Net.Sockets.Socket(t, p); }")]
    [InlineData("class A { TcpClient c = new TcpClient(); }")]
    [InlineData("class A { object F() => new ClientWebSocket(); }")]
    [InlineData("class A(HttpClient http);")]
    [InlineData("class A { object F() => WebRequest.Create(u); }")]
    public void S_18_Newcomer_is_found(string code)
    {
        Assert.Single(Openers([new SourceFile("src/Gantry/Relay/Other.cs", code)], Opening(), []));
        Assert.Single(Openers([new SourceFile("src/Gantry/Billing/Other.cs", code)], Opening(), []));
        Assert.Empty(Openers([new SourceFile("src/Gantry/Relay/A.cs", code)], Opening(), new() { ["src/Gantry/Relay/A.cs"] = "is looked at" }));
    }

    [Fact]
    public void S_18_Review_of_what_is_gone_is_found()
    {
        Assert.Single(Openers([new SourceFile("src/Gantry/Relay/A.cs", "class A;")], Opening(), new() { ["src/Gantry/Relay/A.cs"] = "was" }));
        Assert.Empty(Openers([new SourceFile("src/Gantry/Relay/A.cs", "// new HttpClient() is not used here")], Opening(), []));
        Assert.Empty(Openers([new SourceFile("src/Gantry/Cli/Verify.cs", "class A(HttpClient http);")], Opening(), []));
    }

    [Theory]
    [InlineData("h.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;")]
    [InlineData("o.RemoteCertificateValidationCallback = (_, _, _, _) => true;")]
    [InlineData("new SslStream(s, false, Believe)")]
    [InlineData("policy.VerificationFlags = X509VerificationFlags.AllFlags;")]
    [InlineData("o.EnabledSslProtocols = SslProtocols.Tls11;")]
    [InlineData("o.EnabledSslProtocols = SslProtocols.None;")]
    [InlineData("o.CertificateChainPolicy = any;")]
    [InlineData("ServicePointManager.SecurityProtocol = 0;")]
    public void S_14_Credulous_code_is_found(string statement) =>
        Assert.NotEmpty(Credulous([new SourceFile("src/Gantry/Relay/A.cs", $"class A {{ void F() {{ {statement} }} }}")]));

    private static List<SourceFile> Server() => [.. Repository.CSharp("src").Where(file => file.IsBelow("src/Gantry") || file.IsBelow("src/Gantry.Protocols"))];

    /// <summary>Commands may name a client that one file has made. In the server it is enough to name one.</summary>
    private static bool IsCommand(SourceFile file) => file.IsBelow("src/Gantry/Cli");

    private static List<string> Openers(IEnumerable<SourceFile> files, Regex opening, Dictionary<string, string> reviewed)
    {
        var found = files.Where(file => opening.IsMatch(file.Code) || (!IsCommand(file) && Mention().IsMatch(file.Code) && opening != OwnWay())).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. found.Where(path => !reviewed.ContainsKey(path)).Select(path => $"{path}: opens connections and is not reviewed"),
            .. reviewed.Keys.Where(path => !found.Contains(path)).Select(path => $"{path}: is reviewed and opens none"),
        ];
    }

    private static List<string> Credulous(IEnumerable<SourceFile> files) =>
    [
        .. files.SelectMany(file => Belief().Matches(file.Code).Select(match => (file.Path, match.Value)))
            // The one place where the judges may be others than the machine's; they judge all the same.
            .Where(found => found is not ("src/Gantry/Relay/UpstreamPools.cs", "CertificateChainPolicy"))
            .Select(found => $"{found.Path}: {found.Value}"),
    ];

    [GeneratedRegex(
        @"\bnew (?:[\w.]+\.)?(HttpClient|HttpMessageInvoker|SocketsHttpHandler|HttpClientHandler|ClientWebSocket|TcpClient|UdpClient|Socket|SslStream|SmtpClient)\b|\b(HttpClient|HttpMessageInvoker|SocketsHttpHandler|HttpClientHandler|TcpClient|Socket)\b[^;{}]*(=|=>)\s*new\s*\(|\b(WebRequest|IHttpClientFactory|AddHttpClient)\b",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Opening();

    [GeneratedRegex(@"\b(HttpClient|HttpMessageInvoker|SocketsHttpHandler|HttpClientHandler|IHttpClientFactory|WebRequest|ClientWebSocket|TcpClient)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Mention();

    [GeneratedRegex(@"\b(DefaultAWSCredentialsIdentityResolver|CredentialProfileStoreChain|IsRunningOnComputeEngine|GetApplicationDefault\w*|AmazonSecurityTokenServiceClient|UseOtlpExporter|AddOtlpExporter)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex OwnWay();

    [GeneratedRegex(
        @"\bServerCertificateCustomValidationCallback\b|\bRemoteCertificateValidationCallback\b|\bServerCertificateValidationCallback\b|\bDangerousAcceptAnyServerCertificateValidator\b|\bX509VerificationFlags\b|\bVerificationFlags\b|\bCertificateChainPolicy\b|\bServicePointManager\b|\bSslProtocols\.(None|Default|Ssl2|Ssl3|Tls|Tls11)\b|\bnew SslStream\s*\([^()]*(\([^()]*\)[^()]*)?,",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Belief();

    [GeneratedRegex(@"\bUpstreamRoots\b")]
    private static partial Regex Roots();

    [GeneratedRegex(@"\b(Upstream)?Roots\s*=(?!=)", RegexOptions.ExplicitCapture)]
    private static partial Regex SetRoots();
}
