using System.Text.RegularExpressions;
using Xunit;

namespace Gantry.Tests.Laws;

/// <summary>What may be done in one place only: sending to upstreams, opening databases, spelling telemetry names.</summary>
public sealed partial class OnePlaceLawTests
{
    /// <summary>The client, and the connections that it sends over.</summary>
    private static bool IsUpstreamClient(string path) => path is "src/Gantry/Relay/UpstreamClient.cs" or "src/Gantry/Relay/UpstreamPools.cs";

    /// <summary>Tokens are no requests either; what hands a machine its identity stands where the pools may not connect. One file a cloud goes there.</summary>
    private static bool IsTokenClient(string path) => path == "src/Gantry/Providers/EntraTransport.cs";

    /// <summary>A payment provider is no upstream: nothing of a client's request goes there. One file talks to it.</summary>
    private static bool IsPaymentClient(string path) => path == "src/Gantry/Billing/Payments/StripeClient.cs";

    /// <summary>Commands talk to a gateway from outside. They may knock at a port and name a client, but one file makes it.</summary>
    private static bool IsCommand(string path) => path.StartsWith("src/Gantry/Cli/", StringComparison.Ordinal);

    [Fact]
    public void One_class_sends_to_upstreams() => Law.Holds(SecondSenders(Repository.CSharp("src")));

    [Fact]
    public void Only_storage_opens_databases() => Law.Holds(Outside(Repository.CSharp("src"), Database(), IsStorage));

    [Fact]
    public void One_file_spells_telemetry_names() => Law.Holds(Telemetry(Repository.CSharp("src")));

    [Fact]
    public void Second_sender_is_found()
    {
        Assert.Single(SecondSenders([new SourceFile("src/Gantry/Relay/Other.cs", "class A { SocketsHttpHandler h = new(); }")]));
        Assert.Single(SecondSenders([new SourceFile("src/Gantry/Cli/Verify.cs", "class A { object F() => new HttpClient(); }")]));
        Assert.Empty(SecondSenders([new SourceFile("src/Gantry/Relay/UpstreamClient.cs", "class A { SocketsHttpHandler h = new(); }")]));
        Assert.Single(SecondSenders([new SourceFile("src/Gantry/Providers/Other.cs", "class A { SocketsHttpHandler h = new(); }")]));
        Assert.Empty(SecondSenders([new SourceFile("src/Gantry/Providers/EntraTransport.cs", "class A { SocketsHttpHandler h = new(); }")]));
        Assert.Single(SecondSenders([new SourceFile("src/Gantry/Billing/Payments/Other.cs", "class A { HttpClient h; }")]));
        Assert.Empty(SecondSenders([new SourceFile("src/Gantry/Billing/Payments/StripeClient.cs", "class A { HttpClient h; }")]));
        Assert.Empty(SecondSenders([new SourceFile("src/Gantry/Cli/Verify.cs", "class A(HttpClient http);")]));
        Assert.Empty(SecondSenders([new SourceFile("src/Gantry/Relay/Other.cs", "// HttpClient is not used here")]));
    }

    [Fact]
    public void Database_outside_storage_is_found()
    {
        Assert.Single(Outside([new SourceFile("src/Gantry/Billing/A.cs", "class A { SqliteConnection c; }")], Database(), IsStorage));
        Assert.Empty(Outside([new SourceFile("src/Gantry/Storage/A.cs", "class A { SqliteConnection c; }")], Database(), IsStorage));
    }

    [Fact]
    public void Telemetry_name_elsewhere_is_found()
    {
        var first = new SourceFile("src/Gantry/Observe/Names.cs", "class N { const string A = \"gen_ai.request.model\"; }");
        Assert.Empty(Telemetry([first]));
        Assert.Single(Telemetry([first, new SourceFile("src/Gantry/Observe/More.cs", "class M { const string A = \"gen_ai.system\"; }")]));
        Assert.Single(Telemetry([new SourceFile("src/Gantry/Relay/A.cs", "class A { void F() => meter.CreateCounter<long>(\"x\"); }")]));
        Assert.Single(Telemetry([new SourceFile("src/Gantry/Relay/A.cs", "class A { Meter m = new Meter(Names.Meter); }")]));
    }

    private static List<string> SecondSenders(IEnumerable<SourceFile> files)
    {
        var all = files.ToList();
        return
        [
            .. Outside(all, Sender(), path => IsUpstreamClient(path) || IsTokenClient(path) || IsPaymentClient(path) || IsCommand(path)),
            .. Outside(all.Where(file => IsCommand(file.Path)), NewSender(), path => path == "src/Gantry/Cli/CommandHttp.cs"),
        ];
    }

    private static bool IsStorage(string path) => path.StartsWith("src/Gantry/Storage/", StringComparison.Ordinal);

    private static List<string> Outside(IEnumerable<SourceFile> files, Regex forbidden, Func<string, bool> isPlace) =>
        [.. files.Where(file => !isPlace(file.Path)).SelectMany(file => forbidden.Matches(file.Code).Select(match => $"{file.Path}: {match.Value}").Distinct())];

    private static List<string> Telemetry(IEnumerable<SourceFile> files)
    {
        var all = files.ToList();
        var breaches = Outside(all, Instrument(), path => path.StartsWith("src/Gantry/Observe/", StringComparison.Ordinal));
        var naming = all.Where(file => TelemetryName().IsMatch(file.Text)).Select(file => file.Path).ToList();
        breaches.AddRange(naming.Where(path => !path.StartsWith("src/Gantry/Observe/", StringComparison.Ordinal)).Select(path => $"{path}: spells a telemetry name"));
        if (naming.Count(path => path.StartsWith("src/Gantry/Observe/", StringComparison.Ordinal)) > 1)
        {
            breaches.Add("more than one file spells telemetry names: " + string.Join(", ", naming));
        }

        return breaches;
    }

    [GeneratedRegex(@"\b(HttpClient|HttpMessageInvoker|SocketsHttpHandler|HttpClientHandler|IHttpClientFactory|WebRequest|ClientWebSocket|TcpClient)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Sender();

    [GeneratedRegex(@"\bnew (HttpClient|HttpMessageInvoker|SocketsHttpHandler|HttpClientHandler|ClientWebSocket)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex NewSender();

    [GeneratedRegex(@"\b(SqliteConnection|NpgsqlConnection|NpgsqlDataSource|DbConnection|IDbConnection)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Database();

    [GeneratedRegex(@"\bnew (Meter|ActivitySource)\s*\(|\bCreate(Counter|Histogram|UpDownCounter|Gauge|Observable\w+)\s*<", RegexOptions.ExplicitCapture)]
    private static partial Regex Instrument();

    [GeneratedRegex("\"(gen_ai|gantry\\.(request|upstream|client|stream|relay|usage))\\.", RegexOptions.ExplicitCapture)]
    private static partial Regex TelemetryName();
}
