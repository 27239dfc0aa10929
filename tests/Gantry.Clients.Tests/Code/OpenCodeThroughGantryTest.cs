using Xunit;

namespace Gantry.Clients.Tests.Code;

/// <summary>OpenCode through <c>gantry code</c>.</summary>
public sealed class OpenCodeThroughGantryTest
{
    [Fact]
    public Task OpenCode_works_through_it() => CodeWork.WorksAsync(
        prompt => ["opencode", "run", prompt],
        prompt => ["opencode", "run", "--continue", prompt],
        ["opencode", "run", "--no-such-option"],
        exit: 1);
}
