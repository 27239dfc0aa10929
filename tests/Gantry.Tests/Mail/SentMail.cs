using System.Text;
using System.Text.RegularExpressions;

namespace Gantry.Tests.Mail;

/// <summary>A mail as the test's server took it.</summary>
/// <param name="From">The envelope's sender.</param>
/// <param name="To">The envelope's recipient.</param>
/// <param name="Raw">Headers and body, without the dots that stood for dots.</param>
/// <param name="Encrypted">It came over TLS.</param>
internal sealed partial record SentMail(string From, string To, string Raw, bool Encrypted)
{
    /// <summary>The value of a header, unfolded and decoded.</summary>
    public string Header(string name)
    {
        var head = Raw[..Raw.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Replace("\r\n ", "", StringComparison.Ordinal);
        var line = head.Split("\r\n").Single(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase));
        return Word().Replace(line[(name.Length + 2)..], word => Encoding.UTF8.GetString(Convert.FromBase64String(word.Groups[1].Value)));
    }

    public string Subject => Header("Subject");

    /// <summary>The decoded part of a type.</summary>
    public string Part(string type)
    {
        var boundary = Boundary().Match(Raw).Groups[1].Value;
        var part = Raw.Split($"--{boundary}").Single(part => part.Contains($"Content-Type: {type};", StringComparison.Ordinal));
        return Decode(part[(part.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
    }

    public string Text => Part("text/plain");

    private static string Decode(string quoted)
    {
        var bytes = new List<byte>();
        var text = quoted.Replace("=\r\n", "", StringComparison.Ordinal);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '=') bytes.Add((byte)text[i]);
            else bytes.Add(Convert.ToByte(text.Substring((i += 2) - 1, 2), 16));
        }

        return Encoding.UTF8.GetString([.. bytes]).Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"=\?utf-8\?B\?([A-Za-z0-9+/=]+)\?=")]
    private static partial Regex Word();

    [GeneratedRegex("boundary=\"([^\"]+)\"")]
    private static partial Regex Boundary();
}
