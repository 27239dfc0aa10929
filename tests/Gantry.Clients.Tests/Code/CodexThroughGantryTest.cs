using Xunit;

namespace Gantry.Clients.Tests.Code;

/// <summary>Codex through <c>gantry code</c>.</summary>
public sealed class CodexThroughGantryTest
{
    [Fact]
    public Task Codex_works_through_it() => CodeWork.WorksAsync(
        prompt => ["codex", "exec", "--skip-git-repo-check", "-s", "danger-full-access", prompt],
        prompt => ["codex", "exec", "--skip-git-repo-check", "-s", "danger-full-access", "resume", "--last", prompt],
        ["codex", "exec", "--no-such-option"],
        exit: 2);
}
