using System.Buffers;

namespace Gantry.Relay;

/// <summary>Pictures and documents inside a JSON body, which weigh many bytes and few tokens.</summary>
/// <param name="Bytes">Their text in base64.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct MediaWeight(int Bytes, int Count)
{
    // Below this a body holds no picture worth looking for.
    private const int SmallBody = 8 * 1024;
    private const int LeastMedia = 1024;

    private static readonly SearchValues<byte> Marks = SearchValues.Create("\" \\,:{}"u8);

    /// <summary>Finds long runs of base64: nothing else in JSON goes on for so long without a space, a quote or a comma.</summary>
    public static MediaWeight Of(ReadOnlySpan<byte> body)
    {
        if (body.Length < SmallBody)
        {
            return default;
        }

        // A run of so many bytes without a mark must fill a window somewhere. Text has one near every window's end: it is crossed in leaps.
        int bytes = 0, count = 0, at = 0;
        while (at + LeastMedia <= body.Length)
        {
            var mark = body.Slice(at, LeastMedia).LastIndexOfAny(Marks);
            if (mark >= 0)
            {
                at += mark + 1;
                continue;
            }

            var run = body[at..].IndexOfAny(Marks);
            run = run < 0 ? body.Length - at : run;
            bytes += run;
            count++;
            at += run;
        }

        return new MediaWeight(bytes, count);
    }
}
