namespace Gantry.Console.Forms;

/// <summary>The code of an authenticator, as people type it.</summary>
internal static class SixDigits
{
    /// <summary>The digits without the spaces and hyphens between them; null where it is no such code.</summary>
    public static string? Read(string? typed)
    {
        var digits = string.Concat((typed ?? "").Where(c => !char.IsWhiteSpace(c) && c != '-'));
        return digits.Length == 6 && digits.All(char.IsAsciiDigit) ? digits : null;
    }

    public static Problem Expected(string field) => Problem.Missing(field, "Enter the six digits that the app shows.");
}
