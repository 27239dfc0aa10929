namespace Gantry.Mail;

/// <summary>An answer of a mail server (RFC 5321 §4.2).</summary>
/// <param name="Code">Three digits.</param>
/// <param name="Lines">What stands behind the code, line by line.</param>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    private const int Shown = 200;

    public bool IsGood => Code is >= 200 and < 400;

    /// <summary>It will not change its mind.</summary>
    public bool IsFinal => Code >= 500;

    /// <summary>The code with the beginning of the text, on one line.</summary>
    public override string ToString()
    {
        var text = string.Concat(string.Join(' ', Lines).Select(c => c is >= ' ' and <= '~' ? c : '?'));
        return $"{Code} {(text.Length > Shown ? text[..Shown] : text)}".TrimEnd();
    }

    /// <summary>What an extension that the greeting names says of itself; null where it is not named.</summary>
    public string? Extension(string name) => Lines.Skip(1)
        .Where(line => line.Equals(name, StringComparison.OrdinalIgnoreCase) || line.StartsWith(name + " ", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[name.Length..].Trim())
        .FirstOrDefault();
}
