using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Gantry.Cli;
using Gantry.Cli.Doctor;
using Gantry.Cli.Doctor.Clients;
using Gantry.Cli.Doctor.Findings;
using Gantry.Tests.Cli.Verify;
using Xunit;

namespace Gantry.Tests.Cli.Doctor;

public sealed class DoctorTest : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gantry-doctor").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_that_is_not_there_yet_is_no_problem()
    {
        var finding = Assert.Single(DataFolderCheck.Find(Subject() with { DataFolder = Path.Combine(_folder, "none") }));

        Assert.Equal(Severity.Note, finding.Severity);
    }

    [Fact]
    public void A_file_in_place_of_the_folder_is_found()
    {
        var path = Path.Combine(_folder, "file");
        File.WriteAllText(path, "");

        Assert.Equal(Severity.Problem, Assert.Single(DataFolderCheck.Find(Subject() with { DataFolder = path })).Severity);
    }

    [Fact]
    public void A_secret_that_others_can_read_is_found_with_the_command_that_mends_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("file modes are Unix's");
            return;
        }
        var secrets = Directory.CreateDirectory(Path.Combine(_folder, "secrets"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var pepper = Path.Combine(secrets.FullName, "pepper");
        File.WriteAllText(pepper, "x");
        File.SetUnixFileMode(pepper, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var found = Assert.Single(DataFolderCheck.Find(Subject()), finding => finding.Severity == Severity.Problem);
        Assert.Equal((pepper, $"chmod 600 {pepper}"), (found.Where, found.Fix));

        File.SetUnixFileMode(pepper, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.DoesNotContain(DataFolderCheck.Find(Subject()), finding => finding.Severity == Severity.Problem);
    }

    [Theory]
    [InlineData("SQLite format 3\0 and more", nameof(Severity.Fine))]
    [InlineData("", nameof(Severity.Fine))]
    [InlineData("not a database", nameof(Severity.Problem))]
    public void A_database_that_is_none_is_found(string content, string expected)
    {
        var path = Path.Combine(_folder, "gantry.db");
        File.WriteAllText(path, content);

        Assert.Equal(expected, Assert.Single(DataFolderCheck.Find(Subject()), finding => finding.Where == path).Severity.ToString());
        Assert.Equal(content, File.ReadAllText(path));
    }

    [Fact]
    public async Task A_file_that_is_refused_is_found_with_its_line()
    {
        var path = Path.Combine(_folder, "gantry.yaml");
        await File.WriteAllTextAsync(path, "upstreams:\n  - name: sim\n    provider: simulator\n    base_uri: http://127.0.0.1:9000\n");

        var (findings, upstreams) = await ConfigurationCheck.FindAsync(Subject() with { ConfigurationFile = path }, CancellationToken.None);

        Assert.Contains(findings, finding => finding.Severity == Severity.Problem && finding.Where.StartsWith(path + ":4:", StringComparison.Ordinal));
        Assert.Empty(upstreams); // The simulator has no address of its own.
    }

    [Fact]
    public async Task A_file_that_is_right_names_the_upstreams_to_try()
    {
        var path = Path.Combine(_folder, "gantry.yaml");
        await File.WriteAllTextAsync(path, "upstreams:\n  - name: claude\n    provider: anthropic\n    api_keys: [\"${KEY}\"]\n");
        var environment = new Dictionary<string, string> { ["KEY"] = "sk-ant-do-not-show-0123456789" };

        var (findings, upstreams) = await ConfigurationCheck.FindAsync(
            Subject() with { ConfigurationFile = path, Environment = environment }, CancellationToken.None);

        Assert.Equal(Severity.Fine, Assert.Single(findings).Severity);
        Assert.Equal([("claude", new Uri("https://api.anthropic.com"), false)], upstreams);
    }

    [Fact]
    public async Task A_server_that_answers_and_takes_the_key_is_fine()
    {
        await using var gateway = await StubGateway.StartAsync();

        var findings = await ServerCheck.FindAsync(Subject() with { Target = gateway.BaseUrl, Key = StubGateway.Key }, CancellationToken.None);

        Assert.Equal(3, findings.Count);
        Assert.All(findings, finding => Assert.Equal(Severity.Fine, finding.Severity));
    }

    [Fact]
    public async Task A_refused_key_is_found_and_not_shown()
    {
        const string Key = "sk-of-another-gateway-0123456789";
        await using var gateway = await StubGateway.StartAsync();

        var findings = await ServerCheck.FindAsync(Subject() with { Target = gateway.BaseUrl, Key = Key }, CancellationToken.None);

        var found = Assert.Single(findings, finding => finding.Severity == Severity.Problem);
        Assert.Contains("401", found.What, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_found()
    {
        await using var gateway = await StubGateway.StartAsync();

        var subject = Subject() with { Target = gateway.BaseUrl, Time = new LateClock(TimeSpan.FromMinutes(10)) };
        var findings = await ServerCheck.FindAsync(subject, CancellationToken.None);

        Assert.Contains("clock", Assert.Single(findings, finding => finding.Severity == Severity.Problem).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, nameof(Severity.Problem))]
    [InlineData(false, nameof(Severity.Note))]
    public async Task A_silent_address_is_a_problem_only_when_it_was_named(bool named, string expected)
    {
        var target = new Uri($"http://127.0.0.1:{FreePort()}");

        var findings = await ServerCheck.FindAsync(Subject() with { Target = target, TargetNamed = named }, CancellationToken.None);

        Assert.Equal(expected, Assert.Single(findings).Severity.ToString());
    }

    [Fact]
    public async Task A_port_taken_by_something_else_is_found()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var hangingUp = HangUpAsync(other);

        var target = new Uri($"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");
        var found = Assert.Single(await ServerCheck.FindAsync(Subject() with { Target = target }, CancellationToken.None));

        Assert.Equal(Severity.Problem, found.Severity);
        Assert.Contains("taken", found.What, StringComparison.Ordinal);
        other.Stop();
        await hangingUp;
    }

    [Fact]
    public async Task Upstreams_are_tried_by_connecting()
    {
        await using var gateway = await StubGateway.StartAsync();

        Assert.Equal(Severity.Fine, (await UpstreamCheck.FindAsync("sim", gateway.BaseUrl, true, CancellationToken.None)).Severity);
        Assert.Equal(Severity.Problem, (await UpstreamCheck.FindAsync("sim", gateway.BaseUrl, false, CancellationToken.None)).Severity);
        Assert.Equal(Severity.Problem, (await UpstreamCheck.FindAsync("sim", new Uri($"http://127.0.0.1:{FreePort()}"), true, CancellationToken.None)).Severity);
        Assert.Equal(Severity.Problem, (await UpstreamCheck.FindAsync("sim", new Uri("https://" + gateway.BaseUrl.Authority), true, CancellationToken.None)).Severity);
    }

    [Theory]
    [InlineData("2.1.329 (Claude Code)", nameof(Severity.Fine))]
    [InlineData("2.0.1 (Claude Code)", nameof(Severity.Note))]
    public async Task Client_versions_are_compared_with_the_tried_ones(string printed, string expected)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("the client in the test is a shell script");
            return;
        }
        var client = Path.Combine(_folder, "claude");
        await File.WriteAllTextAsync(client, $"#!/bin/sh\necho '{printed}'\n");
        File.SetUnixFileMode(client, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var subject = Subject() with { Environment = new Dictionary<string, string> { ["PATH"] = _folder } };
        var findings = await ClientsCheck.FindAsync(subject, CancellationToken.None);

        Assert.Equal(expected, Assert.Single(findings, finding => finding.Where == client).Severity.ToString());
        Assert.Equal(3, findings.Count(finding => finding.What.EndsWith("not installed.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_command_writes_JSON_and_ends_with_1_when_something_is_wrong()
    {
        await using var output = new StringWriter();

        var code = await GantryCommand.RunAsync(["doctor", $"http://127.0.0.1:{FreePort()}", "--data", _folder, "--json"], output, output);

        Assert.Equal(ExitCodes.CheckFailed, code);
        var findings = JsonNode.Parse(output.ToString())!["findings"]!.AsArray();
        Assert.Contains(findings, finding => finding!["section"]!.GetValue<string>() == "Server" && finding["severity"]!.GetValue<string>() == "problem");
    }

    private static async Task HangUpAsync(TcpListener listener)
    {
        try
        {
            while (true) (await listener.AcceptTcpClientAsync()).Dispose();
        }
        catch (Exception stopped) when (stopped is SocketException or InvalidOperationException)
        {
            // The listener has been stopped, in the middle of a wait or before one: the test is over.
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Examination Subject() => new(new Dictionary<string, string>(), _folder, new Uri("http://127.0.0.1:3456"));

    private sealed class LateClock(TimeSpan late) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + late;
    }
}
