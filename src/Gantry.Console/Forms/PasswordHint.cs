namespace Gantry.Console.Forms;

/// <summary>What is said beside a field for a new password (reliability S-25). The server checks it.</summary>
internal static class PasswordHint
{
    public const int Longest = 128;

    public const string Text = "12 to 128 characters. Any characters, and no rules about them; well-known passwords are refused.";
}
