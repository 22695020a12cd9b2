using SkiaSharp;
using Trust.Documents.Ofd;

namespace Trust.Documents.Rendering;

/// <summary>AbbreviatedData (clause 9.3): S or M, L, Q, B, A, C. What is broken ends the path.</summary>
internal static class PathData
{
    private const int MostCommands = 500_000;

    public static SKPath Parse(string data, bool evenOdd)
    {
        using var path = new SKPathBuilder();
        path.FillType = evenOdd ? SKPathFillType.EvenOdd : SKPathFillType.Winding;
        var tokens = new Tokens(data);
        var started = false;
        for (var i = 0; i < MostCommands && tokens.Command() is { } command; i++)
        {
            if (command is 'C')
            {
                path.Close();
                continue;
            }

            var count = command switch { 'S' or 'M' or 'L' => 2, 'Q' => 4, 'B' => 6, 'A' => 7, _ => 0 };
            if (count == 0 || !tokens.Numbers(count, out var n))
            {
                break;
            }

            if (!started && command is not ('S' or 'M'))
            {
                path.MoveTo(0, 0);
            }

            started = true;
            Add(path, command, n);
        }

        return path.Detach();
    }

    private static void Add(SKPathBuilder path, char command, float[] n)
    {
        switch (command)
        {
            case 'L':
                path.LineTo(n[0], n[1]);
                break;
            case 'Q':
                path.QuadTo(n[0], n[1], n[2], n[3]);
                break;
            case 'B':
                path.CubicTo(n[0], n[1], n[2], n[3], n[4], n[5]);
                break;
            case 'A':
                path.ArcTo(n[0], n[1], n[2], n[3] != 0 ? SKPathArcSize.Large : SKPathArcSize.Small, n[4] != 0 ? SKPathDirection.Clockwise : SKPathDirection.CounterClockwise, n[5], n[6]);
                break;
            default:
                path.MoveTo(n[0], n[1]);
                break;
        }
    }

    private sealed class Tokens(string data)
    {
        private int _at;

        public char? Command()
        {
            var token = Next();
            return token.Length == 1 && char.IsAsciiLetter(token[0]) ? char.ToUpperInvariant(token[0]) : null;
        }

        public bool Numbers(int count, out float[] numbers)
        {
            numbers = new float[count];
            for (var i = 0; i < count; i++)
            {
                if (OfdValues.Number(Next()) is not { } value)
                {
                    return false;
                }

                numbers[i] = (float)value;
            }

            return true;
        }

        // Some producers write a command and its first number without a blank.
        private ReadOnlySpan<char> Next()
        {
            while (_at < data.Length && (char.IsWhiteSpace(data[_at]) || data[_at] == ','))
            {
                _at++;
            }

            var from = _at;
            if (_at < data.Length && char.IsAsciiLetter(data[_at]))
            {
                return data.AsSpan(from, ++_at - from);
            }

            while (_at < data.Length && !char.IsWhiteSpace(data[_at]) && data[_at] != ',' && (!char.IsAsciiLetter(data[_at]) || data[_at] is 'e' or 'E'))
            {
                _at++;
            }

            return data.AsSpan(from, _at - from);
        }
    }
}
