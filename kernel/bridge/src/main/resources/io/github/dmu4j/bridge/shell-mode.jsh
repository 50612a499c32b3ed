/set mode dmu normal -command
/set truncation dmu 4000
/set truncation dmu 4000 expression,varvalue
/set mode dmu -retain
/set feedback -retain dmu
