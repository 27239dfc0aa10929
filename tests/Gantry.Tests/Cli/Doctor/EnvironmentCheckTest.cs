using Gantry.Cli.Doctor;
using Gantry.Cli.Doctor.Findings;
using Xunit;

namespace Gantry.Tests.Cli.Doctor;

public sealed class EnvironmentCheckTest
{
    private const string Secret = "sk-ant-do-not-show-0123456789";

    [Fact]
    public void An_environment_without_contradictions_is_fine()
    {
        var finding = Assert.Single(Find(
            ("ANTHROPIC_AUTH_TOKEN", Secret), ("ANTHROPIC_BASE_URL", "http://127.0.0.1:3456"), ("OPENAI_BASE_URL", "http://127.0.0.1:3456/v1/")));

        Assert.Equal(Severity.Fine, finding.Severity);
    }

    [Fact]
    public void An_old_key_beside_the_token_is_found()
    {
        var finding = Assert.Single(Find(("ANTHROPIC_AUTH_TOKEN", "sk-gateway"), ("ANTHROPIC_API_KEY", Secret)));

        Assert.Equal(Severity.Problem, finding.Severity);
        Assert.Contains("Unset ANTHROPIC_API_KEY", finding.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ANTHROPIC_BASE_URL", "http://127.0.0.1:3456/v1/", "Set it to http://127.0.0.1:3456")]
    [InlineData("GOOGLE_GEMINI_BASE_URL", "http://127.0.0.1:3456/v1beta", "Set it to http://127.0.0.1:3456")]
    [InlineData("OPENAI_BASE_URL", "http://127.0.0.1:3456/", "Set it to http://127.0.0.1:3456/v1")]
    [InlineData("OPENAI_BASE_URL", "http://me:pass@gw.example", "Set it to http://gw.example/v1")]
    public void An_address_with_a_wrong_end_is_found_with_the_right_one(string name, string value, string fix)
    {
        var finding = Assert.Single(Find((name, value)));

        Assert.Equal((Severity.Problem, name, fix), (finding.Severity, finding.Where, finding.Fix));
    }

    [Theory]
    [InlineData("", nameof(Severity.Problem))]
    [InlineData("example.com", nameof(Severity.Problem))]
    [InlineData("localhost, 127.0.0.1", nameof(Severity.Fine))]
    [InlineData("*", nameof(Severity.Fine))]
    public void A_proxy_that_would_catch_loopback_is_found(string exempt, string expected)
    {
        var finding = Assert.Single(Find(("HTTPS_PROXY", "http://proxy:8080"), ("NO_PROXY", exempt)));

        Assert.Equal(expected, finding.Severity.ToString());
    }

    [Theory]
    [InlineData(Secret + "\n")]
    [InlineData("\"" + Secret + "\"")]
    public void A_badly_pasted_key_is_found_and_not_shown(string value)
    {
        var finding = Assert.Single(Find(("OPENAI_API_KEY", value)));

        Assert.Equal(Severity.Problem, finding.Severity);
        Assert.DoesNotContain(Secret, finding.ToString(), StringComparison.Ordinal);
    }

    private static List<Finding> Find(params IReadOnlyList<(string Name, string Value)> variables) =>
        [.. EnvironmentCheck.Find(new Examination(variables.ToDictionary(one => one.Name, one => one.Value), "data", new Uri("http://127.0.0.1:3456")))];
}
