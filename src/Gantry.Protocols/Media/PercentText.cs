using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Media;

/// <summary>The payload of a data address that is not base64: text in which <c>%20</c> stands for a space.</summary>
internal static class PercentText
{
    /// <summary>The same bytes in base64, as a string token.</summary>
    public static JsonText ToBase64(ReadOnlySpan<byte> escaped)
    {
        byte[] text = Encoding.UTF8.GetBytes(new JsonText((byte[])[(byte)'"', .. escaped, (byte)'"']).ToString());
        int length = 0;
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == '%' && at + 2 < text.Length
                && byte.TryParse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte one))
            {
                text[length++] = one;
                at += 2;
            }
            else
            {
                text[length++] = text[at];
            }
        }

        var token = new byte[Base64.GetMaxEncodedToUtf8Length(length) + 2];
        token[0] = token[^1] = (byte)'"';
        Base64.EncodeToUtf8(text.AsSpan(0, length), token.AsSpan(1), out _, out _);
        return new JsonText(token);
    }
}
