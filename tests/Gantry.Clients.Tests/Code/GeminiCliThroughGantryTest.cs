using Xunit;

namespace Gantry.Clients.Tests.Code;

/// <summary>Gemini CLI through <c>gantry code</c>.</summary>
public sealed class GeminiCliThroughGantryTest
{
    [Fact]
    public Task Gemini_cli_works_through_it() => CodeWork.WorksAsync(
        prompt => ["gemini", "--skip-trust", "--yolo", "-p", prompt],
        prompt => ["gemini", "--skip-trust", "--yolo", "--resume", "latest", "-p", prompt],
        ["gemini", "--no-such-option"],
        exit: 1);
}
