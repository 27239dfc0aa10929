using System.Globalization;

namespace Gantry.Protocols.Gemini;

/// <summary>Where a part stands; spelled out only when it has to be told.</summary>
/// <param name="Content">The content, as in <c>contents[3]</c>.</param>
/// <param name="Part">Of the part in it.</param>
internal readonly record struct GeminiPlace(string Content, int Part)
{
    public string Path() => string.Create(CultureInfo.InvariantCulture, $"{Content}.parts[{Part}]");
}
