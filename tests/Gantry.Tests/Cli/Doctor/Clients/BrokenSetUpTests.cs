using System.Diagnostics;
using System.Text.Json.Nodes;
using Gantry.Cli;
using Gantry.Cli.Doctor;
using Gantry.Cli.Doctor.Clients;
using Gantry.Cli.Doctor.Findings;
using Xunit;

namespace Gantry.Tests.Cli.Doctor.Clients;

public sealed class BrokenSetUpTests(ClinicGateway gateway) : IClassFixture<ClinicGateway>
{
    private static readonly string[] Secrets =
        [ClinicGateway.Good, ClinicGateway.Expired, ClinicGateway.Capped, ClinicGateway.Elsewhere, ClinicGateway.Penniless, "sk-ant-api03-"];

    public static TheoryData<string> Names() => [.. BrokenSetUps.All.Select(one => one.Name)];

    public static TheoryData<string> Mendable() => [.. BrokenSetUps.All.Where(one => one.Mends is not null).Select(one => one.Name)];

    [Theory]
    [InlineData("claude-code", "")]
    [InlineData("claude-code", "settings.json")]
    [InlineData("codex", "")]
    [InlineData("gemini-cli", "")]
    [InlineData("opencode", "")]
    public async Task A_set_up_as_the_recipe_says_has_no_problem(string client, string variant)
    {
        using var home = new ClientHome(gateway, client, variant);

        var section = await ClientCheck.FindAsync(home.Subject, client, TestContext.Current.CancellationToken);

        Assert.DoesNotContain(section.Findings, finding => finding.Severity == Severity.Problem);
        // It went all the way: the model has answered.
        Assert.Contains(section.Findings, finding => finding.Id == client + ".answer");
        Assert.Empty(RepairRun.Apply(home.Subject, [client]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_mistake_is_named_with_the_line_that_mends_it(string name)
    {
        var broken = BrokenSetUps.All.Single(one => one.Name == name);
        using var home = new ClientHome(gateway, broken.Client, broken.Variant, broken.Model);
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("the lines are those of a Unix shell");
            return;
        }
        broken.Break(home);
        await using var output = new StringWriter();

        var code = await DoctorCommand.RunAsync(home.Subject, broken.Client, fix: false, json: true, output, TestContext.Current.CancellationToken);

        var findings = JsonNode.Parse(output.ToString())!["findings"]!.AsArray();
        var problems = findings.Where(finding => finding!["severity"]!.GetValue<string>() == "problem").ToList();
        var found = Assert.Single(problems)!;
        Assert.Equal($"{broken.Client}.{broken.Finding}", found["id"]!.GetValue<string>());
        Assert.Equal(broken.Fix(home), found["fix"]!.GetValue<string>());
        Assert.Contains(broken.Where, found["where"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotEmpty(found["what"]!.GetValue<string>());
        Assert.NotEmpty(found["why"]!.GetValue<string>());
        Assert.Equal(broken.Mends is not null, found["fixable"]!.GetValue<bool>());
        Assert.Equal(ExitCodes.CheckFailed, code);
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, output.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Mendable))]
    public async Task What_can_be_mended_is_mended_and_nothing_else(string name)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("file modes are Unix's");
            return;
        }
        var broken = BrokenSetUps.All.Single(one => one.Name == name);
        using var home = new ClientHome(gateway, broken.Client, broken.Variant, broken.Model);
        broken.Break(home);
        var (file, change) = broken.Mends!(home);
        var before = home.Files();
        await using var output = new StringWriter();

        var code = await DoctorCommand.RunAsync(home.Subject, broken.Client, fix: true, json: false, output, TestContext.Current.CancellationToken);

        Assert.True(code == ExitCodes.Done, output.ToString());
        var expected = new Dictionary<string, string>(before) { [file] = change(before.GetValueOrDefault(file, "")) };
        if (before.TryGetValue(file, out var old) && old != expected[file]) expected[file + ".before-doctor"] = old;
        Assert.Equal(expected.OrderBy(one => one.Key, StringComparer.Ordinal), home.Files().OrderBy(one => one.Key, StringComparer.Ordinal));
        foreach (var copy in expected.Keys.Where(key => key.EndsWith(".before-doctor", StringComparison.Ordinal)))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(home.File(copy)));
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, output.ToString(), StringComparison.Ordinal));
        // Once more changes nothing.
        Assert.Empty(RepairRun.Apply(home.Subject, [broken.Client]));
        Assert.Equal(expected.Count, home.Files().Count);
    }

    [Fact]
    public void What_is_left_to_people_is_not_touched()
    {
        foreach (var broken in BrokenSetUps.All.Where(one => one.Mends is null))
        {
            using var home = new ClientHome(gateway, broken.Client, broken.Variant, broken.Model);
            broken.Break(home);
            var before = home.Files();

            Assert.Empty(RepairRun.Apply(home.Subject, [broken.Client]));

            Assert.Equal(before, home.Files());
        }
    }

    [Fact]
    public void Twenty_mistakes_and_more_are_known()
    {
        Assert.InRange(BrokenSetUps.All.Count, 20, 200);
        Assert.Equal(BrokenSetUps.All.Count, BrokenSetUps.All.Select(one => one.Name).Distinct().Count());
    }

    [Fact]
    public async Task Several_mistakes_in_one_file_are_mended_together()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("file modes are Unix's");
            return;
        }
        using var home = new ClientHome(gateway, "claude-code", "settings.json");
        home.Edit(ClientHome.ClaudeSettings, gateway.Address, gateway.Address + "/v1/messages");
        home.Edit(ClientHome.ClaudeSettings, ClinicGateway.Good, $" Bearer {ClinicGateway.Good} ");
        home.Open(ClientHome.ClaudeSettings);

        var before = home.Files();

        var mended = RepairRun.Apply(home.Subject, ["claude-code"]);

        Assert.Equal(3, mended.Count);
        // One copy of the file as it was before all of it.
        Assert.Equal(before[ClientHome.ClaudeSettings], Assert.Single(home.Files(), file => file.Key.Contains("before-doctor", StringComparison.Ordinal)).Value);
        var section = await ClientCheck.FindAsync(home.Subject, "claude-code", TestContext.Current.CancellationToken);
        Assert.DoesNotContain(section.Findings, finding => finding.Severity == Severity.Problem);
    }

    [Fact]
    public async Task The_lines_that_set_Codex_up_do_so()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("the lines are those of a Unix shell");
            return;
        }
        foreach (var name in (string[])["OPENAI_BASE_URL alone", "a provider that is not chosen"])
        {
            var broken = BrokenSetUps.All.Single(one => one.Name == name);
            using var home = new ClientHome(gateway, broken.Client);
            broken.Break(home);
            using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", broken.Fix(home)]))!;
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

            var section = await ClientCheck.FindAsync(home.Subject, "codex", TestContext.Current.CancellationToken);

            Assert.DoesNotContain(section.Findings, finding => finding.Severity == Severity.Problem);
        }
    }

    [Theory]
    [InlineData("Bearer sk-key-0123456789")]
    [InlineData("'sk-key-0123456789'")]
    [InlineData(" sk-key-0123456789\n")]
    public async Task The_line_that_cleans_a_key_leaves_the_key(string value)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("the lines are those of a Unix shell");
            return;
        }
        using var home = new ClientHome(gateway, "claude-code");
        home.Variables["ANTHROPIC_AUTH_TOKEN"] = value;
        var fix = Assert.Single(ClientCheck.Look(home.Subject, "claude-code"), finding => finding.Severity == Severity.Problem).Fix!;
        var start = new ProcessStartInfo("/bin/sh", ["-c", fix + " && printf %s \"$ANTHROPIC_AUTH_TOKEN\""]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["ANTHROPIC_AUTH_TOKEN"] = value;
        using var shell = Process.Start(start)!;

        Assert.Equal("sk-key-0123456789", await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("codex", "env_key = \"GANTRY_KEY\"", "env_key = \"abcdef0123456789abcdef0123456789\"", "abcdef0123456789abcdef0123456789")]
    [InlineData("codex", "model = \"gpt-5.5\"", "model = \"sk-clinic-good-0123456789abcdef\"", ClinicGateway.Good)]
    public async Task A_key_in_a_wrong_place_is_not_shown(string client, string old, string changed, string secret)
    {
        using var home = new ClientHome(gateway, client);
        home.Edit(ClientHome.CodexConfig, old, changed);
        await using var output = new StringWriter();

        var code = await DoctorCommand.RunAsync(home.Subject, client, fix: false, json: false, output, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.CheckFailed, code);
        Assert.DoesNotContain(secret, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_client_is_a_note_and_no_problem()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("the client in the test is a shell script");
            return;
        }
        using var home = new ClientHome(gateway, "claude-code");
        home.Write("bin/claude", "#!/bin/sh\necho '1.0.3 (Claude Code)'\n");
        File.SetUnixFileMode(home.File("bin/claude"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        home.Variables["PATH"] = home.File("bin");

        var section = await ClientCheck.FindAsync(home.Subject, "claude-code", TestContext.Current.CancellationToken);

        var note = Assert.Single(section.Findings, finding => finding.Id == "client-version");
        Assert.Equal((Severity.Note, "npm install -g @anthropic-ai/claude-code"), (note.Severity, note.Fix));
    }

    [Fact]
    public async Task Without_a_client_those_that_are_installed_are_looked_at()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("the client in the test is a shell script");
            return;
        }
        using var home = new ClientHome(gateway, "codex");
        foreach (var command in (string[])["codex", "gemini"])
        {
            home.Write("bin/" + command, "#!/bin/sh\necho 'tool 99.0.0'\n");
            File.SetUnixFileMode(home.File("bin/" + command), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        home.Variables["PATH"] = home.File("bin");

        var sections = await DoctorRun.RunAsync(home.Subject, TestContext.Current.CancellationToken);

        // Gemini CLI is there too, and leads to no gateway: that is nobody's mistake.
        Assert.Equal(["Environment", "Data folder", "Configuration", "Server", "Upstreams", "Clients", "Codex CLI"], sections.Select(section => section.Title));
        Assert.DoesNotContain(sections[^1].Findings, finding => finding.Severity == Severity.Problem);
    }

    [Fact]
    public async Task Another_server_than_the_named_one_is_found()
    {
        using var home = new ClientHome(gateway, "codex");

        var section = await ClientCheck.FindAsync(
            home.Subject with { Target = new Uri("https://ai.example.com"), TargetNamed = true }, "codex", TestContext.Current.CancellationToken);

        var found = Assert.Single(section.Findings, finding => finding.Severity == Severity.Problem);
        Assert.Equal(("codex.base-elsewhere", "base_url = \"https://ai.example.com/v1\""), (found.Id, found.Fix));
    }

    [Theory]
    [InlineData("telegraph")]
    [InlineData("codex", "--server", "gateway")]
    public async Task Wrong_usage_ends_with_2(params string[] args)
    {
        await using var output = new StringWriter();

        Assert.Equal(ExitCodes.WrongUsage, await GantryCommand.RunAsync(["doctor", .. args], output, output, TestContext.Current.CancellationToken));
        Assert.NotEmpty(output.ToString());
    }
}
