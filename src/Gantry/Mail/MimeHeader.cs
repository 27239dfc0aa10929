namespace Gantry.Mail;

/// <summary>Text in headers (RFC 2047): what is not plain ASCII becomes encoded words, each a whole number of characters.</summary>
internal static class MimeHeader
{
    // 76 characters a line, less "Subject: ", "=?utf-8?B?" and "?=": 55, which hold 39 bytes in base64.
    private const int BytesInWord = 39;
    private const int LongestPlain = 60;
    private const int LongestText = 500;

    /// <summary>The value of a header of text, folded; it holds no line end but those of folding.</summary>
    public static string Text(string text)
    {
        var line = OneLine(text);
        return line.Length <= LongestPlain && line.All(c => c is >= ' ' and <= '~') && !line.Contains("=?", StringComparison.Ordinal) ? line : Words(line);
    }

    /// <summary>A mailbox with its name.</summary>
    public static string Mailbox(Mailbox mailbox)
    {
        var name = OneLine(mailbox.Name);
        if (name.Length == 0) return $"<{mailbox.Address}>";
        return name.Length <= LongestPlain && name.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_') ? $"\"{name}\" <{mailbox.Address}>" : $"{Words(name)} <{mailbox.Address}>";
    }

    /// <summary>Control characters, line ends among them, become spaces: a value cannot begin another header.</summary>
    private static string OneLine(string text)
    {
        var cut = text.Length > LongestText ? text[..LongestText] : text;
        return string.Concat(cut.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();
    }

    private static string Words(string text)
    {
        var words = new List<string>();
        var bytes = new List<byte>(BytesInWord);
        Span<byte> rune = stackalloc byte[4];
        foreach (var character in text.EnumerateRunes())
        {
            var length = character.EncodeToUtf8(rune);
            if (bytes.Count + length > BytesInWord) Flush(words, bytes);
            bytes.AddRange(rune[..length]);
        }

        Flush(words, bytes);
        return string.Join("\r\n ", words);
    }

    private static void Flush(List<string> words, List<byte> bytes)
    {
        if (bytes.Count > 0) words.Add($"=?utf-8?B?{Convert.ToBase64String([.. bytes])}?=");
        bytes.Clear();
    }
}
