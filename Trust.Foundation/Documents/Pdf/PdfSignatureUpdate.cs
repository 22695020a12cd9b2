using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Trust.Documents.Pdf.Syntax;

namespace Trust.Documents.Pdf;

/// <summary>The incremental update of one signature: signature dictionary, field with its widget, page, form, and picture (ISO 32000-1 clauses 7.5.6, 12.7, 12.8).</summary>
internal sealed class PdfSignatureUpdate
{
    private const double PointsPerMillimetre = 72 / 25.4;
    private const double Tolerance = 0.01;
    private const string PrintedAndLocked = "132";

    // Ten digits a number, so that the length of the text does not depend on them.
    private const string EmptyRange = "[0 0000000000 0000000000 0000000000]";

    private readonly PdfFile _file;
    private readonly PdfSignatureRequest _request;
    private readonly PdfObjectWriter _writer;
    private readonly string _fieldName;
    private readonly int _signature;
    private readonly int _field;
    private readonly int _form;
    private readonly int _picture;
    private readonly int _next;

    public PdfSignatureUpdate(PdfFile file, PdfSignatureRequest request)
    {
        _file = file;
        _request = request;
        RequireSignable();
        var names = PdfTree.Fields(file).TopNames;
        _fieldName = Enumerable.Range(1, PdfBudget.MaxFields + 1).Select(number => $"Signature{number}").First(name => !names.Contains(name));
        _next = file.NextNumber;
        if (_next + 8 > PdfBudget.MaxObjectNumber)
        {
            throw new PdfFormatException(PdfFaults.TooMany, "The file has no object numbers left.");
        }

        (_signature, _field, _form) = (_next++, _next++, _next++);
        _picture = _next;
        _next += 3;
        _writer = new(file.Data.Span[^1] is (byte)'\n' or (byte)'\r' ? "" : "\n", file.Data.Length);
    }

    public PdfSignatureDraft Write()
    {
        var (rangeAt, contentsAt) = WriteSignature();
        WriteField();
        WriteForm();
        var tail = Finish();
        var file = new byte[_file.Data.Length + tail.Length];
        _file.Data.Span.CopyTo(file);
        tail.CopyTo(file, _file.Data.Length);
        var gapEnd = contentsAt + (_request.ContentsSize * 2) + 2;
        var range = string.Create(CultureInfo.InvariantCulture, $"[0 {contentsAt} {gapEnd} {file.Length - gapEnd}").PadRight(EmptyRange.Length - 1) + "]";
        Encoding.ASCII.GetBytes(range, file.AsSpan(rangeAt));
        return new(file, contentsAt, gapEnd, _fieldName, _request.Format);
    }

    private void RequireSignable()
    {
        if (_file.Xref.Trailer["Root"] is not { Kind: PdfKind.Reference })
        {
            throw new PdfFormatException(PdfFaults.StructureInvalid, "The catalog is no object of its own.");
        }

        var form = _file.Resolve(_file.Catalog, "AcroForm");
        if (_file.Xref.IsHybrid || form["XFA"] is not null)
        {
            throw new PdfFormatException(PdfFaults.Unsupported, "Files with XFA forms or hybrid cross-references are not signed.");
        }

        var certification = _file.Resolve(_file.Resolve(_file.Catalog, "Perms"), "DocMDP");
        foreach (var reference in _file.Resolve(certification, "Reference").Items)
        {
            var parameters = _file.Resolve(_file.Resolve(reference), "TransformParams");
            if (_file.Resolve(parameters, "P").Integer == 1)
            {
                throw new PdfFormatException(PdfFaults.ChangesForbidden, "A certification forbids every change of the file.");
            }
        }
    }

    private (int RangeAt, int ContentsAt) WriteSignature()
    {
        var (filter, subFilter) = _request.Format == PdfSignatureFormat.Sm2 ? ("GM.PKILite", "GM.SM2") : ("Adobe.PPKLite", "ETSI.CAdES.detached");
        var text = new StringBuilder($"<< /Type /Sig /Filter /{filter} /SubFilter /{subFilter} /M {PdfText.EncodeDate(_request.SigningTime)}");
        foreach (var (key, value) in new[] { ("Name", _request.Name), ("Reason", _request.Reason), ("Location", _request.Location) })
        {
            text.Append(value is null ? "" : $" /{key} {PdfText.Encode(value)}");
        }

        text.Append(" /ByteRange ");
        var range = text.Length;
        text.Append(EmptyRange).Append(" /Contents ");
        var contents = text.Length;
        text.Append('<').Append('0', _request.ContentsSize * 2).Append("> >>");
        var place = _writer.Add(_signature, 0, text.ToString());
        return (place + range, place + contents);
    }

    private void WriteField()
    {
        var pages = PdfTree.Pages(_file);
        var index = _request.Stamp?.PageIndex ?? 0;
        if (index >= pages.Count)
        {
            throw new PdfFormatException(PdfFaults.PlaceInvalid, $"Page {index + 1} does not exist.");
        }

        var page = pages[index];
        var text = $"<< /Type /Annot /Subtype /Widget /FT /Sig /T {PdfText.Encode(_fieldName)} /V {_signature} 0 R"
            + $" /P {page.Number} {page.Generation} R /F {PrintedAndLocked} /Rect [{Rectangle(page, index)}]";
        if (_request.Stamp is { } stamp)
        {
            var picture = PdfStampPicture.TryRead(stamp.Png)
                ?? throw new PdfFormatException(PdfFaults.ImageUnreadable, "The picture of the signature is no PNG, or has more than 16 million pixels.");
            picture.Write(_writer, _picture, stamp.Box.Width * PointsPerMillimetre, stamp.Box.Height * PointsPerMillimetre);
            text += $" /AP << /N {_picture} 0 R >>";
        }

        _writer.Add(_field, 0, text + " >>");
        _writer.Add(page.Number, page.Generation, PdfDictionaryText.With(page.Value, ("Annots", Longer(page.Value["Annots"]))));
    }

    // PDF counts from the lower left corner upwards, in points.
    private string Rectangle(PdfPage page, int index)
    {
        if (_request.Stamp is not { Box: var box })
        {
            return "0 0 0 0";
        }

        var corners = page.Box?.Items.Select(item => _file.Resolve(item)).Where(item => item.Kind == PdfKind.Number).Select(item => item.Number).ToArray() ?? [];
        if (corners.Length != 4 || page.Rotate != 0 || page.Value["UserUnit"] is not null)
        {
            throw new PdfFormatException(PdfFaults.Unsupported, "The page of a visible signature is turned, scaled or has no size.");
        }

        // The whole picture on the page: a seal of which a part is missing says something else.
        var (width, height) = (Math.Abs(corners[2] - corners[0]) / PointsPerMillimetre, Math.Abs(corners[3] - corners[1]) / PointsPerMillimetre);
        if (box.X < 0 || box.Y < 0 || box.X + box.Width > width + Tolerance || box.Y + box.Height > height + Tolerance)
        {
            throw new PdfFormatException(PdfFaults.PlaceInvalid, $"The picture does not fit on page {index + 1} at this place.");
        }

        var left = Math.Min(corners[0], corners[2]) + (box.X * PointsPerMillimetre);
        var top = Math.Max(corners[1], corners[3]) - (box.Y * PointsPerMillimetre);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{left:0.###} {top - (box.Height * PointsPerMillimetre):0.###} {left + (box.Width * PointsPerMillimetre):0.###} {top:0.###}");
    }

    private string Longer(PdfValue? list)
    {
        var items = _file.Resolve(list).Items.Select(item => Encoding.Latin1.GetString(item.Source.Span));
        return $"[{string.Join(' ', items.Append($"{_field} 0 R"))}]";
    }

    // The form becomes an object of its own number where it had one, else a new one; SigFlags 3: signatures exist, append only.
    private void WriteForm()
    {
        var old = _file.Catalog["AcroForm"];
        var form = _file.Resolve(old);
        var text = PdfDictionaryText.With(form, ("Fields", Longer(form["Fields"])), ("SigFlags", "3"));
        if (old is { Kind: PdfKind.Reference } && form.IsDictionary)
        {
            _writer.Add(old.Target.Number, old.Target.Generation, text);
            return;
        }

        var root = _file.Xref.Trailer["Root"]!.Target;
        _writer.Add(_form, 0, text);
        _writer.Add(root.Number, root.Generation, PdfDictionaryText.With(_file.Catalog, ("AcroForm", $"{_form} 0 R")));
    }

    private byte[] Finish()
    {
        var trailer = new StringBuilder();
        foreach (var key in new[] { "Root", "Info" })
        {
            trailer.Append(_file.Xref.Trailer[key] is { } value ? $"/{key} {Encoding.Latin1.GetString(value.Source.Span)} " : "");
        }

        // The first half of ID names the document, the second the revision (14.4).
        if (_file.Resolve(_file.Xref.Trailer, "ID").Items is [{ Kind: PdfKind.Text } first, ..])
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(first.Bytes.Span);
            hash.AppendData(_writer.Digest());
            trailer.Append(CultureInfo.InvariantCulture, $"/ID [<{Convert.ToHexString(first.Bytes.Span)}> <{Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 16))}>]");
        }

        return _file.Xref.IsStream
            ? _writer.FinishStream(_next, trailer.ToString(), _file.Xref.Start)
            : _writer.FinishTable(trailer.ToString(), _file.Xref.Start, _next);
    }
}
