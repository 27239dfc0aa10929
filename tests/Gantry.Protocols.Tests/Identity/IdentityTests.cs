using System.Text.Json;
using Gantry.Protocols.Identity;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tests.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Identity;

public sealed class IdentityTests(ITestOutputHelper output)
{
    private const string Device = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Session = "11111111-2222-4333-8444-555555555555";

    [Theory]
    [InlineData($"user_{Device}_account_99999999-2222-4333-8444-555555555555_session_{Session}", Session)]
    [InlineData($"user_{Device}_account__session_{Session}", Session)]
    [InlineData($$"""{"device_id":"{{Device}}","account_uuid":"","session_id":"{{Session}}"}""", Session)]
    [InlineData($$""" { "session_id" : "{{Session}}", "more": {"session_id":"no"} }""", Session)]
    [InlineData($"user_{Device}_account_x_session_", null)]
    [InlineData("user_1", null)]
    [InlineData("alice@example.com", null)]
    [InlineData("""{"session_id":7}""", null)]
    [InlineData("""{"session_id":"a"} and more""", null)]
    [InlineData("""{"session_id":""", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [Trait("Case", "261")]
    public void Session_is_found_in_both_forms(string? userId, string? session) => Assert.Equal(session, SessionIdentity.FromUserId(userId));

    [Fact]
    [Trait("Case", "261")]
    public void Two_sessions_of_one_machine_have_two_keys()
    {
        string[] keys = [.. new[] { "a", "b" }.Select(id =>
            SessionIdentity.PromptCacheKey(null, SessionIdentity.FromUserId($$"""{"device_id":"{{Device}}","session_id":"{{id}}"}"""), default)!)];
        Assert.NotEqual(keys[0], keys[1]);
        Assert.All(keys, key => Assert.Equal(64, key.Length));
    }

    [Fact]
    [Trait("Case", "262")]
    public void Key_of_the_client_stays() => Assert.Equal("s1", SessionIdentity.PromptCacheKey("s1", Session, "head"u8));

    [Fact]
    [Trait("Case", "260")]
    public void Key_that_is_too_long_is_hashed()
    {
        string at64 = new('k', 64), at69 = new('k', 69);
        Assert.Equal(at64, SessionIdentity.PromptCacheKey(at64, null, default));
        Assert.Equal(UserId.Hash(at69), SessionIdentity.PromptCacheKey(at69, null, default));
        Assert.Equal(UserId.Hash(at69), SessionIdentity.PromptCacheKey(null, at69, default));
    }

    [Fact]
    public void Without_a_session_the_head_of_the_conversation_is_the_key()
    {
        Assert.Equal(SessionIdentity.PromptCacheKey(null, null, "head"u8), SessionIdentity.PromptCacheKey("", "", "head"u8));
        Assert.NotEqual(SessionIdentity.PromptCacheKey(null, null, "head"u8), SessionIdentity.PromptCacheKey(null, null, "other"u8));
        Assert.Null(SessionIdentity.PromptCacheKey(null, null, default));
    }

    [Fact]
    [Trait("Case", "263")]
    public void User_of_a_messages_client_reaches_openai_hashed_and_short()
    {
        string userId = $"user_{Device}_account__session_{Session}";
        Assert.Equal(64, UserId.ForOpenAi(userId)!.Length);
        Assert.Equal(UserId.ForOpenAi(userId), UserId.ForOpenAi(userId));
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", UserId.ForOpenAi("abc"));
        Assert.Null(UserId.ForOpenAi(""));
    }

    [Fact]
    [Trait("Case", "272")]
    public void Without_a_name_each_tenant_has_one_of_its_own()
    {
        Assert.NotEqual(UserId.ForMessages(null, null, "alice"), UserId.ForMessages(null, null, "bob"));
        Assert.Equal(UserId.ForMessages(null, null, "alice"), UserId.ForMessages("", "", "alice"));
    }

    [Theory]
    [InlineData("user-17", null, "user-17")]
    [InlineData("new", "old", "new")]
    [InlineData(null, "old", "old")]
    public void Harmless_name_reaches_anthropic_as_it_is(string? safety, string? user, string sent) => Assert.Equal(sent, UserId.ForMessages(safety, user, "t"));

    [Theory]
    [InlineData("alice@example.com", true)]
    [InlineData("+49 (170) 123-4567", true)]
    [InlineData("01701234567", true)]
    [InlineData("user_12345678", false)]
    [InlineData("team@work", false)]
    [InlineData("42", false)]
    public void Personal_name_is_hashed(string name, bool isPersonal)
    {
        Assert.Equal(isPersonal, UserId.LooksPersonal(name));
        Assert.Equal(isPersonal ? UserId.Hash(name) : name, UserId.ForMessages(null, name, "t"));
    }

    [Theory]
    [Trait("Case", "76")]
    [InlineData("x-anthropic-billing-header: cc_version=2.1.1; cc_entrypoint=cli; cch=36ee5;", true, "")]
    [InlineData("x-anthropic-billing-header: a;\nYou are an agent.", true, "You are an agent.")]
    [InlineData("\n x-anthropic-billing-header: a;\r\n\n  You are\nan agent.", true, "You are\nan agent.")]
    [InlineData("You are an agent. x-anthropic-billing-header: a;", false, "You are an agent. x-anthropic-billing-header: a;")]
    [InlineData("x-anthropic-billing-headers: a", false, "x-anthropic-billing-headers: a")]
    [InlineData("", false, "")]
    public void Attribution_line_is_taken_away_and_the_rest_stays(string system, bool isThere, string rest)
    {
        Assert.Equal(isThere, AttributionLine.TryRemove(JsonText.From(system), out var remains));
        Assert.Equal(rest, remains.ToString());
    }

    [Fact]
    [Trait("Case", "76")]
    public void Two_requests_have_the_same_system_text_without_the_line()
    {
        Assert.True(AttributionLine.TryRemove(JsonText.From("x-anthropic-billing-header: cch=36ee5;\nYou are \"it\"."), out var first));
        Assert.True(AttributionLine.TryRemove(JsonText.From("x-anthropic-billing-header: cch=00000;\nYou are \"it\"."), out var second));
        Assert.Equal(first, second);
    }

    [Fact]
    [Trait("Case", "76")]
    [Trait("Case", "261")]
    public void Captured_requests_of_claude_code_are_understood()
    {
        string? folder = Recording.Folder is null ? null : Path.Combine(Recording.Folder, "..", "captures", "claude-code");
        if (folder is null || !Directory.Exists(folder)) Assert.Skip("The shared captures are not beside the repository and GANTRY_SHARED does not name them.");
        int lines = 0, sessions = 0;
        foreach (string file in Directory.EnumerateFiles(folder, "*.json"))
        {
            using var capture = JsonDocument.Parse(File.ReadAllBytes(file));
            if (!capture.RootElement.TryGetProperty("body", out var body) || body.ValueKind != JsonValueKind.Object) continue;
            if (body.TryGetProperty("metadata", out var metadata) && metadata.TryGetProperty("user_id", out var user))
            {
                Assert.True(Guid.TryParse(SessionIdentity.FromUserId(user.GetString()), out _), file);
                sessions++;
            }

            if (!body.TryGetProperty("system", out var system) || system.ValueKind != JsonValueKind.Array) continue;
            bool expected = system[0].GetProperty("text").GetString()!.StartsWith("x-anthropic-billing-header:", StringComparison.Ordinal);
            Assert.Equal(expected, AttributionLine.TryRemove(JsonText.From(system[0].GetProperty("text").GetString()!), out var rest));
            Assert.Equal(expected, rest.IsEmpty);
            if (expected) lines++;
        }

        output.WriteLine($"{lines} attribution lines, {sessions} sessions");
        Assert.True(lines > 10 && sessions > 10);
    }
}
